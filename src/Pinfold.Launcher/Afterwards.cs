using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// The caller was killed: the outer process becomes the program that looks at what the command left, outside the fence.
/// </summary>
internal static unsafe class Afterwards
{
    internal static void Run(LaunchPlan* plan)
    {
        if (!plan->Find(LaunchOp.Afterwards)) return;
        byte* program = plan->Text(0);
        byte** arguments = Vector(plan, LaunchOp.AfterwardsArgument),
            variables = Vector(plan, LaunchOp.AfterwardsVariable);
        if (arguments == null || variables == null) return;
        fixed (byte* root = "/\0"u8) Sys.Call(Sys.Chdir, (nint)root);
        Sys.Call(Sys.CloseRange, 0, 0x7fffffff, 0);
        Streams.OpenMissing();
        Signals.Reset();
        Sys.Call(Sys.Execve, (nint)program, (nint)arguments, (nint)variables);
    }

    private static byte** Vector(LaunchPlan* plan, LaunchOp op)
    {
        int count = 0;
        plan->Rewind();
        while (plan->Next()) if (plan->Op == op) count++;
        nint memory = Sys.Call(Sys.Mmap, 0, (count + 1) * 8, 3, 0x22 /* MAP_PRIVATE|MAP_ANONYMOUS */, -1, 0);
        if (memory < 0 && memory > -4096) return null;
        byte** vector = (byte**)memory;
        plan->Rewind();
        for (int i = 0; plan->Next();) if (plan->Op == op) vector[i++] = plan->Text(0);
        return vector;
    }
}
