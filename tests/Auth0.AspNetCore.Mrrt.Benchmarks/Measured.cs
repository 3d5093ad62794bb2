namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>What one call costs.</summary>
/// <param name="Minimum">Nanoseconds in the fastest run: what a target is held against.</param>
/// <param name="Median">Nanoseconds in the run in the middle: what a busy machine makes of it.</param>
/// <param name="Bytes">Bytes allocated.</param>
internal readonly record struct Measured(double Minimum, double Median, double Bytes);
