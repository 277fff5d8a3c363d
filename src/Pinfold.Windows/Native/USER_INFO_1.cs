using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct USER_INFO_1 (lmaccess.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct USER_INFO_1
{
    internal char* usri1_name, usri1_password;
    internal uint usri1_password_age, usri1_priv;
    internal char* usri1_home_dir, usri1_comment;
    internal uint usri1_flags;
    internal char* usri1_script_path;
}
