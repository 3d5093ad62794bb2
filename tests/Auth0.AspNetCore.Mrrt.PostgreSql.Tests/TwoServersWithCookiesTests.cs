namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>Each session lives in its cookie; the servers take turns.</summary>
public sealed class TwoServersWithCookiesTests : TwoServersTests
{
    protected override bool Store => false;
}
