using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>
/// A neighbour under the same domain begins a login of its own. It plants that login's cookie in another browser, and sends
/// the browser to its callback (RFC 6749, section 10.12). The prefix <c>__Host-</c> keeps it from the exact name only, in
/// browsers that compare letter by letter. The framework reads names of cookies without regard to letter case.
/// </summary>
public sealed class PlantedCookieTests
{
    [Theory]
    [InlineData("__HOST-Auth0.Login.{0}", "{1}")]
    [InlineData("__host-auth0.login.{0}", "{1}")]
    [InlineData("x", "1,__Host-Auth0.Login.{0}={1}")]
    [InlineData("x", ",__Host-Auth0.Login.{0}={1}")]
    [InlineData("\u2000__Host-Auth0.Login.{0}", "{1}")]
    [InlineData("\u00a0__Host-Auth0.Login.{0}", "{1}")]
    [InlineData("%5F_Host-Auth0.Login.{0}", "{1}")]
    public async Task A_cookie_that_a_neighbour_can_set_belongs_to_no_login(string name, string value)
    {
        await using var rig = await LoginRig.StartAsync();
        var state = (await rig.BeginAsync())["state"].ToString();
        var (login, began) = rig.Browser.Cookies.Single();
        var id = login[rig.LoginCookiePrefix.Length..];
        rig.Browser.Cookies.Clear();
        rig.Browser.Cookies[string.Format(CultureInfo.InvariantCulture, name, id, began)] =
            string.Format(CultureInfo.InvariantCulture, value, id, began);
        using var response = await rig.ComeBackAsync(state);
        rig.Tenant.To("oauth/token").Should().BeEmpty();
        rig.Browser.Cookies.Keys.Should().NotContain(cookie => cookie.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal));
    }
}
