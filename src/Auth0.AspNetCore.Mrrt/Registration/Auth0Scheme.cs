namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>A scheme that <c>AddAuth0WebApp</c> was called for.</summary>
internal sealed record Auth0Scheme(string Name);
