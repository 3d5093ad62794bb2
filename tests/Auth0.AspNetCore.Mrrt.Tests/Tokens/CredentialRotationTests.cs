using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>A client secret is replaced while users are signed in: nobody notices.</summary>
public sealed class CredentialRotationTests
{
    private const string Old = "the-client-secret-of-before";
    private const string New = "the-client-secret-of-tomorrow";

    /// <summary>Auth0 answers a wrong secret with 401 <c>access_denied</c>; the standard's code is <c>invalid_client</c>.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_is_replaced_while_users_go_on_working(bool reportsInvalidClient)
    {
        await using var app = await AppHost.StartAsync(
            login: options =>
            {
                options.ClientSecret = New;
                options.AdditionalClientSecrets.Add(Old);
                options.RevokeRefreshTokenOnSignOut = true;
            },
            tenantOptions: tenant => tenant.Behavior.ReportInvalidClient = reportsInvalidClient);
        app.Tenant.Client.ClientSecret = Old;

        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        app.Tenant.Client.ClientSecret = New;
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().NotBeNull();
        using var other = await app.SignedInAsync();
        (await other.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();
        (await browser.GetAsync("/logout")).Dispose();

        app.Logs.Lines.Where(line => line.Contains("[107]", StringComparison.Ordinal)).Should().HaveCount(2);
        app.Logs.Lines.Should().NotContain(line => line.Contains(Old, StringComparison.Ordinal));
        app.Logs.Lines.Should().NotContain(line => line.Contains(New, StringComparison.Ordinal));
        app.Logs.Lines.Should().NotContain(line => line.Contains("[103]", StringComparison.Ordinal));
    }
}
