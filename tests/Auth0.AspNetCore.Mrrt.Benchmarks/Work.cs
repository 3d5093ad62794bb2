namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>What is measured against something else.</summary>
/// <param name="Run">Makes one call.</param>
/// <param name="Prepare">Prepares so many calls. Its own time and memory do not count.</param>
/// <param name="MayChangeThread">True when a call may go on on another thread: the bytes of every thread count.</param>
internal readonly record struct Work(Action Run, Action<int>? Prepare = null, bool MayChangeThread = false)
{
    /// <summary>A call that may wait. It runs as in a server: on threads of the pool, and no thread waits for it.</summary>
    /// <param name="run">Makes one call.</param>
    /// <param name="prepare">Prepares so many calls.</param>
    public Work(Func<Task> run, Action<int>? prepare = null)
        : this(() => run().GetAwaiter().GetResult(), prepare, MayChangeThread: true) => RunAsync = run;

    /// <summary>Makes one call that may wait. Null when no call waits.</summary>
    public Func<Task>? RunAsync { get; }
}
