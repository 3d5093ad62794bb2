using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Protocol, step 1; conformance.md, "Scopes and lookup"; official SDK 2 and 4.</summary>
public sealed class TokenNeedTests
{
    private readonly Auth0WebAppWithAccessTokenOptions _options = new()
    {
        Audience = Orders,
        Scope = "c b",
        ScopeByAudience = { [Inventory] = "read:inventory" },
        AccessTokenExpirationLeeway = TimeSpan.FromSeconds(42),
    };

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_request_without_an_audience_means_the_configured_one(string? audience)
    {
        var need = Of(audience);
        need.Audience.Should().Be(Orders);
        need.Scope.Should().Be("c b");
    }

    [Fact]
    public void No_request_at_all_means_the_configured_audience()
    {
        var need = TokenNeed.Of(null, "Auth0", _options, new NoClaims());
        need.Audience.Should().Be(Orders);
        need.Scope.Should().Be("c b");
        need.Forced.Should().BeFalse();
        need.Scheme.Should().Be("Auth0");
        need.Leeway.Should().Be(TimeSpan.FromSeconds(42));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void With_no_audience_anywhere_it_is_the_tenant_s_default(string? configured)
    {
        _options.Audience = configured;
        Of(null).Audience.Should().BeNull();
        Of(" ").Audience.Should().BeNull();
    }

    [Fact]
    public void Scopes_that_go_with_no_audience_go_with_the_tenant_s_default()
    {
        _options.Audience = null;
        Of(null).Scope.Should().Be("c b");
    }

    /// <summary>Defaults "c b" and request "b a" make "c b a": in order, each once, unsorted.</summary>
    [Fact]
    public void Scopes_are_the_defaults_of_the_audience_and_then_those_of_the_request()
    {
        Of(Orders, "b a").Scope.Should().Be("c b a");
        Of(Inventory, "write:inventory").Scope.Should().Be("read:inventory write:inventory");
    }

    /// <summary>Audience asked with no scope: the configured scopes of that audience, and no other audience's.</summary>
    [Fact]
    public void An_audience_has_its_own_defaults_and_nobody_else_s()
    {
        Of(Inventory).Scope.Should().Be("read:inventory");
        Of(Admin).Scope.Should().BeNull();
        Of(Admin, "x").Scope.Should().Be("x");
    }

    [Fact]
    public void The_audience_s_entry_wins_over_the_configured_scope()
    {
        _options.ScopeByAudience[Orders] = "z";
        Of(Orders).Scope.Should().Be("z");
        Of(null).Scope.Should().Be("z");
    }

    [Fact]
    public void A_forced_refresh_is_what_the_request_says() =>
        TokenNeed.Of(new AccessTokenRequest { ForceRefresh = true }, "Auth0", _options, new NoClaims()).Forced.Should().BeTrue();

    /// <summary>T7. Nobody reads them again where no request is.</summary>
    [Fact]
    public void The_settings_of_the_exchange_come_along()
    {
        (_options.AudienceCheck, _options.MaxAccessTokenSets) = (AudienceCheck.Off, 7);
        var need = Of(Orders);
        (need.AudienceCheck, need.MaxAccessTokenSets, need.ClaimActions).Should().Be((AudienceCheck.Off, 7, null));
        _options.RebuildPrincipalOnRefresh = true;
        Of(Orders).ClaimActions.Should().NotBeNull();
    }

    private TokenNeed Of(string? audience, string? scope = null) =>
        TokenNeed.Of(new AccessTokenRequest { Audience = audience, Scope = scope }, "Auth0", _options, new NoClaims());
}
