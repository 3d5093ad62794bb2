using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Logins;

/// <summary>A login whose browser comes back from the tenant.</summary>
/// <param name="Query">The code and the state.</param>
/// <param name="Cookie">The cookies that the challenge set.</param>
internal sealed record BegunLogin(QueryString Query, string Cookie);
