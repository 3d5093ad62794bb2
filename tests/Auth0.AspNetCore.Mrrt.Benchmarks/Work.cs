namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>What is measured against something else.</summary>
/// <param name="Run">Makes one call.</param>
/// <param name="Prepare">Prepares so many calls. Its own time and memory do not count.</param>
/// <param name="MayChangeThread">True when a call may go on on another thread: the bytes of every thread count.</param>
internal readonly record struct Work(Action Run, Action<int>? Prepare = null, bool MayChangeThread = false);
