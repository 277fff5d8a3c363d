using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Pinfold.Bench.WindowsModel;

// Access checks, parsing and propagation in the Windows model; the columns are the time of one operation and what it
// allocates. dotnet run -c Release --project bench/windows-model
// dotnet run -c Release --project bench/windows-model -- million   (one run, with the memory it takes)
// dotnet run -c Release --project bench/windows-model -- plans
if (args is ["plans"])
{
    Million.Plans();
    return;
}

if (args is ["million"])
{
    Million.Run();
    return;
}

var config = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default)
    .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance));
BenchmarkSwitcher.FromTypes([typeof(ModelBenchmarks)]).Run(args, config);
