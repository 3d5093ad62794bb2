namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Who is signed in, with which access token.</summary>
internal sealed record WhoAnswer(string? Claims, string? AccessToken);
