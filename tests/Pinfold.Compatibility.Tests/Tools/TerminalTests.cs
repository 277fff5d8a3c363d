using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Tools;

/// <summary>Programs that want a terminal, or make one.</summary>
public sealed class TerminalTests(Account account)
{
    [Fact]
    public void An_editor_in_batch_mode_saves_beside_and_renames()
    {
        Account.Require("vim.tiny", "vim-tiny");
        new Scenario(account, "vim") { Prepare = "printf 'one\\ntwo\\n' > ws/text; cp ws/text ws/kept" }.Same(
            "vim.tiny -N -u NONE -n -es -c '%s/one/three/' -c wq text; cat text",
            "vim.tiny -N -u NONE -es -c 'set backup writebackup backupdir=.' -c '%s/two/four/' -c wq text; cat text text~",
            "printf '%s\\n' ',s/t/T/' w q | vim.tiny -N -u NONE -n -es kept; cat kept").SameFiles();
    }

    [Fact]
    public void A_pager_shows_a_file_on_a_terminal_of_its_own()
    {
        Account.Require("less", "less");
        Account.Require("script", "bsdutils");
        new Scenario(account, "less") { Prepare = "seq 1 100 > ws/numbers" }.Same(
            "less numbers | tail -1; less -FX -p 50 numbers | head -1; PAGER=less git --version > /dev/null 2>&1 || true",
            "script -qec 'stty size; tty | grep -c /dev/pts; less -FX numbers < /dev/tty | head -2; test -t 1 && echo terminal' /dev/null < /dev/null | tr -d '\\r' | tail -3").SameFiles();
    }

    [Fact]
    public void A_terminal_multiplexer_serves_sessions_on_its_socket()
    {
        Account.Require("tmux", "tmux");
        new Scenario(account, "tmux").Same("""
            tmux -L mine -f /dev/null new-session -d -s work -x 80 -y 24 'tmux -L mine wait-for go; tty | grep -o /dev/pts > out; stty size >> out; echo $PWD | grep -c ws >> out; tmux -L mine wait-for -S done; exec sleep 1000'
            tmux -L mine split-window -d -t work 'exec sleep 1000'
            tmux -L mine list-panes -t work -F '#{pane_index} #{pane_width}'
            tmux -L mine wait-for -S go; tmux -L mine wait-for done; cat out
            tmux -L mine new-window -d -t work 'seq 1 5 > more; tmux -L mine wait-for -S more; exec sleep 1000'; tmux -L mine wait-for more; cat more
            tmux -L mine list-sessions -F '#{session_name} #{session_windows}'; tmux -L mine kill-server
            """).SameFiles();
    }
}
