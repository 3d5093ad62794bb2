using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>G8. How long an end has to be remembered.</summary>
public sealed class RememberedEndAttackTests
{
    /// <summary>Two requests leave with one cookie in the second half of its life: the response to the first renews it, the
    /// second signs out, and the first response arrives last. The browser holds a cookie that expires later than the one
    /// that the sign-out brought.</summary>
    [Fact]
    public async Task A_cookie_renewed_just_before_the_sign_out_opens_nothing_after_the_older_one_has_expired()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        var tab = browser.Fork();
        (await tab.SessionAsync()).Subject.Should().NotBeNull("it slides");
        (await browser.GetAsync("/logout/local")).Dispose();
        (await tab.SessionAsync()).Subject.Should().BeNull();

        app.Tenant.Advance(TimeSpan.FromDays(7));
        (await tab.SessionAsync()).Subject.Should().BeNull("signing out wins for as long as any cookie of the session lives");
    }
}
