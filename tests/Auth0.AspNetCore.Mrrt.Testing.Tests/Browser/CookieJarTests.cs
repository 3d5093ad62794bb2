using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Browser;

public sealed class CookieJarTests
{
    private static readonly Uri App = new("https://app.test/folder/page");
    private readonly CookieJar _jar = new(TimeProvider.System, [], isFrozen: false);

    [Theory]
    [InlineData("a=1", "https://app.test/folder/other", "a=1")]
    [InlineData("a=1", "https://app.test/elsewhere", null)]
    [InlineData("a=1; path=/", "https://app.test/elsewhere", "a=1")]
    [InlineData("a=1; path=/sub", "https://app.test/sub", "a=1")]
    [InlineData("a=1; path=/sub", "https://app.test/sub/deeper", "a=1")]
    [InlineData("a=1; path=/sub", "https://app.test/subway", null)]
    [InlineData("a=1; path=/", "https://app.test:8443/", "a=1")]
    [InlineData("a=1; path=/", "https://www.app.test/", null)]
    [InlineData("a=1; path=/; domain=app.test", "https://www.app.test/", "a=1")]
    [InlineData("a=1; path=/; domain=.app.test", "https://www.app.test/", "a=1")]
    [InlineData("a=1; path=/; domain=other.test", "https://other.test/", null)]
    [InlineData("a=1; path=/", "http://app.test/", "a=1")]
    [InlineData("a=1; path=/; secure", "http://app.test/", null)]
    [InlineData("a=1; path=/; secure", "https://app.test/", "a=1")]
    [InlineData("a=1; path=/; samesite=none", "https://app.test/", null)]
    [InlineData("a=1; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://app.test/", null)]
    [InlineData("a=1; path=/; max-age=0", "https://app.test/", null)]
    [InlineData("a=1; path=/; max-age=60", "https://app.test/", "a=1")]
    [InlineData("nonsense", "https://app.test/", null)]
    public void A_cookie_goes_back_where_it_belongs(string header, string uri, string? sent)
    {
        _jar.Store(App, [header]);

        _jar.Header(new Uri(uri), HttpMethod.Get, initiator: null).Should().Be(sent);
    }

    [Theory]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://127.0.0.1/")]
    public void Loopback_hosts_keep_secure_cookies_over_http_as_in_Chromium(string uri)
    {
        _jar.Store(new Uri(uri), ["a=1; path=/; secure; samesite=none"]);

        _jar.Header(new Uri(uri), HttpMethod.Get, initiator: null).Should().Be("a=1");
    }

    [Theory]
    [InlineData("strict", "GET", false)]
    [InlineData("strict", "POST", false)]
    [InlineData("lax", "GET", true)]
    [InlineData("lax", "POST", false)]
    [InlineData("none", "GET", true)]
    [InlineData("none", "POST", true)]
    public void SameSite_decides_what_comes_along_from_another_site(string sameSite, string method, bool sent)
    {
        _jar.Store(App, [$"a=1; path=/; secure; samesite={sameSite}"]);
        var fromElsewhere = _jar.Header(App, new HttpMethod(method), new Uri("https://tenant.auth0.test/"));
        var fromBeside = _jar.Header(App, new HttpMethod(method), new Uri("https://www.app.test:444/"));

        (fromElsewhere is not null).Should().Be(sent);
        fromBeside.Should().Be("a=1");
    }

    [Fact]
    public void A_newer_cookie_replaces_one_of_the_same_name_and_path_and_longer_paths_come_first()
    {
        _jar.Store(App, ["a=1; path=/", "a=2; path=/folder", "a=3; path=/", "b=\"x=y\"; path=/"]);

        _jar.Header(App, HttpMethod.Get, initiator: null).Should().Be("a=2; a=3; b=\"x=y\"");
    }

    /// <summary>A session's cookie may come in chunks, and requests run in parallel.</summary>
    [Fact]
    public void The_cookies_of_one_response_arrive_all_at_once()
    {
        List<int> seen = [];
        _jar.Store(App, new[] { "a=1; path=/", "b=1; path=/" }.Select(header =>
        {
            seen.Add(_jar.All().Count);
            return header;
        }));

        seen.Should().Equal(0, 0);
        _jar.All().Should().HaveCount(2);
    }

    [Fact]
    public void A_frozen_jar_stores_nothing()
    {
        _jar.Store(App, ["a=1; path=/"]);
        var frozen = new CookieJar(TimeProvider.System, _jar.All(), isFrozen: true);
        frozen.Store(App, ["a=2; path=/"]);

        frozen.Header(App, HttpMethod.Get, initiator: null).Should().Be("a=1");
    }

    [Fact]
    public void A_cookie_does_not_print_its_value()
    {
        _jar.Store(App, ["a=hidden; path=/"]);

        _jar.All().Single().ToString().Should().Be("a for app.test/");
    }
}
