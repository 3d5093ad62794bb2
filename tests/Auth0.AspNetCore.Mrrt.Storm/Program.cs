using System.Runtime.InteropServices;
using Auth0.AspNetCore.Mrrt.Storm;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;

const int CouldNotBePlayed = 2;
const int MostFindings = 50;

if (args is [NodeProgram.Verb])
{
    return await NodeProgram.RunAsync();
}

if (args is ["--help" or "-h"])
{
    Console.WriteLine(StormOptions.Usage);
    return 0;
}

using var stopped = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = StormOptions.Parse(args);
    var verdict = await new StormRun(options, Console.Out, TimeProvider.System).PlayAsync(stopped.Token);
    foreach (var finding in verdict.Notes.Concat(verdict.Findings.Take(MostFindings)))
    {
        Console.WriteLine(finding);
    }

    Console.WriteLine(verdict.Line);
    return verdict.Passed ? 0 : 1;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(StormOptions.Usage);
    return CouldNotBePlayed;
}
catch (Exception e) when (e is StormException or OperationCanceledException)
{
    Console.Error.WriteLine($"The storm was broken off: {e.Message}");
    return CouldNotBePlayed;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // there are servers to be stopped
    stopped.Cancel();
}
