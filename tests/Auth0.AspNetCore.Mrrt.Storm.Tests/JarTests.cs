using Auth0.AspNetCore.Mrrt.Storm.Browsers;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

public sealed class JarTests
{
    private readonly Jar _jar = new(TimeProvider.System);

    [Fact]
    public void The_response_that_arrives_last_is_what_the_browser_has()
    {
        _jar.Take(["session=newer; path=/; secure; httponly"]);
        _jar.Take(["session=older; path=/; secure; httponly", "other=1; path=/callback"]);

        _jar.Header("/token").Should().Be("session=older");
        _jar.Header("/callback").Should().Be("session=older; other=1");
    }

    [Fact]
    public void A_cookie_that_is_over_is_gone()
    {
        _jar.Take(["session=1; path=/", "kept=1; path=/; max-age=60"]);
        _jar.Take(["session=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/"]);

        _jar.Header("/token").Should().Be("kept=1");
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        _jar.Take(["session=1; path=/"]);
        var copy = _jar.Copy();
        _jar.Take(["session=2; path=/"]);

        copy.Header("/token").Should().Be("session=1");
    }
}
