namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>A scheme that <c>AddAuth0WebApp</c> was called for, or <c>AddAuth0AccessTokens</c>.</summary>
/// <param name="Name">The scheme's name.</param>
/// <param name="SignsIn">Whether the login handler is ours; else the application has registered one.</param>
internal sealed record Auth0Scheme(string Name, bool SignsIn);
