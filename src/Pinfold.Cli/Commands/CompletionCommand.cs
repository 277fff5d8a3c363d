using System.CommandLine;
using Pinfold.Cli.Output;

namespace Pinfold.Cli.Commands;

/// <summary>
/// <c>pinfold completion</c>: scripts that ask this program itself, by System.CommandLine's directive
/// <c>[suggest:N]</c>.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # pinfold completion bash; in ~/.bashrc: source <(pinfold completion bash)
        _pinfold() {
            local word=${COMP_WORDS[COMP_CWORD]} i found IFS=$'\n'
            for ((i = 1; i < COMP_CWORD; i++)); do
                if [ "${COMP_WORDS[i]}" = -- ]; then
                    if declare -F _command_offset > /dev/null; then _command_offset $((i + 1)); else compopt -o default; COMPREPLY=(); fi
                    return
                fi
            done
            mapfile -t found < <(compgen -W "$(pinfold "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word")
            COMPREPLY=()
            for i in "${found[@]}"; do COMPREPLY+=("$(printf %q "$i")"); done
            if [ ${#COMPREPLY[@]} -eq 0 ]; then compopt -o default; fi
        }
        complete -F _pinfold pinfold

        """;

    private const string Zsh = """
        #compdef pinfold
        # pinfold completion zsh; in ~/.zshrc, after compinit: source <(pinfold completion zsh)
        _pinfold() {
            if (( ${words[(I)--]} > 0 && ${words[(I)--]} < CURRENT )); then _normal -P; return; fi
            local -a found
            found=("${(@f)$(pinfold "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            if (( ${#found} > 0 )) && [[ -n ${found[1]} ]]; then compadd -a found; else _files; fi
        }
        compdef _pinfold pinfold

        """;

    private const string Fish = """
        # pinfold completion fish; pinfold completion fish > ~/.config/fish/completions/pinfold.fish
        function __pinfold_suggest
            set -l line (commandline -cp)
            if string match -q -- '* -- *' $line
                __fish_complete_subcommand
                return
            end
            pinfold "[suggest:"(string length -- $line)"]" $line 2>/dev/null
        end
        complete -c pinfold -a '(__pinfold_suggest)'

        """;

    internal static Command Build()
    {
        var command = new Command("completion",
            "A script that completes pinfold's commands and options in your shell.");
        foreach (var (shell, script) in (ReadOnlySpan<(string, string)>)[("bash", Bash), ("zsh", Zsh), ("fish", Fish)])
        {
            var one = new Command(shell, $"The script for {shell}.");
            one.SetAction(_ =>
            {
                Messages.Output(script);
                return ExitStatus.Success;
            });
            command.Subcommands.Add(one);
        }

        return command;
    }
}
