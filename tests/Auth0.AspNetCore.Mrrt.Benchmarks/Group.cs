namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>Rows that are measured together.</summary>
/// <param name="Name">What to call them by: <c>summary NAME</c>.</param>
/// <param name="Rows">Measures them.</param>
/// <param name="WhatIsMissing">What they need that is not on this machine, and how to get it; none when nothing is.</param>
internal sealed record Group(string Name, Func<IAsyncEnumerable<Row>> Rows, string? WhatIsMissing = null);
