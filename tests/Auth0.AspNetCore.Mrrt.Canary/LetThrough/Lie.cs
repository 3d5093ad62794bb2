using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

/// <summary>A lie of any table, and how it is told to a handler with given settings.</summary>
internal sealed record Lie(string Table, string Name, Func<Action<OpenIdConnectOptions>, Task<Outcome>> TellAsync);
