using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

public sealed class TenantAddressTests
{
    [Theory]
    [InlineData("example.eu.auth0.com", "https://example.eu.auth0.com/")]
    [InlineData("https://example.eu.auth0.com", "https://example.eu.auth0.com/")]
    [InlineData("https://example.eu.auth0.com/", "https://example.eu.auth0.com/")]
    [InlineData(" EXAMPLE.eu.auth0.com/ ", "https://example.eu.auth0.com/")]
    [InlineData("login.example.com:8443", "https://login.example.com:8443/")]
    [InlineData("http://127.0.0.1:5001", "http://127.0.0.1:5001/")]
    [InlineData("http://localhost:5001/", "http://localhost:5001/")]
    [InlineData("http://[::1]:5001", "http://[::1]:5001/")]
    public void A_domain_becomes_an_address_with_one_slash_behind_it(string domain, string address)
    {
        TenantAddress.TryParse(domain, out var parsed, out _).Should().BeTrue();
        parsed!.AbsoluteUri.Should().Be(address);
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("  ", "missing")]
    [InlineData("http://example.eu.auth0.com", "loopback")]
    [InlineData("http://127.0.0.1.example.com", "loopback")]
    [InlineData("http://localhost.example.com", "loopback")]
    [InlineData("https://example.com/path", "not a domain")]
    [InlineData("https://example.com/?a=b", "not a domain")]
    [InlineData("https://example.com/#fragment", "not a domain")]
    [InlineData("https://user@example.com", "not a domain")]
    [InlineData("ftp://example.com", "not a domain")]
    [InlineData("https://", "not a domain")]
    public void What_is_not_a_domain_is_refused_with_what_to_change(string? domain, string says)
    {
        TenantAddress.TryParse(domain, out _, out var problem).Should().BeFalse();
        problem.Should().Contain(says);
    }

    [Fact]
    public void A_domain_that_nobody_has_validated_is_refused_by_the_name_of_its_option()
    {
        TenantAddress.Parse("example.com").AbsoluteUri.Should().Be("https://example.com/");
        FluentActions.Invoking(() => TenantAddress.Parse("https://example.com/path"))
            .Should().Throw<InvalidOperationException>().WithMessage("Domain is not a domain*");
    }
}
