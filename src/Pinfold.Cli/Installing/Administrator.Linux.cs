using Pinfold.Cli.Output;
using Pinfold.Cli.Running;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Installing;

/// <summary>Who changes the host: root, who has agreed.</summary>
internal static class Administrator
{
    internal static bool IsHere => Libc.GetEuid() == 0;

    /// <exception cref="CommandException">The caller is not root.</exception>
    internal static void Require(string verb)
    {
        if (!IsHere) throw new CommandException($"{verb} changes this host, which root alone may do; run: sudo {Environment.ProcessPath ?? "pinfold"} {verb}");
    }

    /// <exception cref="CommandException">The administrator says no, or there is no terminal to ask at.</exception>
    internal static void Agree(bool yes, string verb)
    {
        if (yes) return;
        if (Consent.Ask("go on?") is not { } answer) throw new CommandException($"there is no terminal to ask at; run: pinfold {verb} --yes");
        if (!answer) throw new CommandException("nothing was changed", ExitStatus.Refused);
    }
}
