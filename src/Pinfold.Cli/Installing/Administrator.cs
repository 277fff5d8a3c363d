using Pinfold.Cli.Output;
using Pinfold.Cli.Running;

namespace Pinfold.Cli.Installing;

/// <summary>Who changes the host: its administrator, who has agreed.</summary>
internal static partial class Administrator
{
    /// <exception cref="CommandException">The caller is none.</exception>
    internal static void Require(string verb)
    {
        if (!IsHere) throw new CommandException($"{verb} changes this host, which {Who} alone may do; {Remedy(verb)}");
    }

    /// <exception cref="CommandException">The administrator says no, or there is no terminal to ask at.</exception>
    internal static void Agree(bool yes, string verb)
    {
        if (yes) return;
        if (Consent.Ask("go on?") is not { } answer)
            throw new CommandException($"there is no terminal to ask at; run: pinfold {verb} --yes");
        if (!answer) throw new CommandException("nothing was changed", ExitStatus.Refused);
    }
}
