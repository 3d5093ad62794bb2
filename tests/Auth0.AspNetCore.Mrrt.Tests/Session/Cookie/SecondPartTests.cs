using System.Buffers.Text;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>The second part of a session's cookie stays in the header until a token in it is asked for.</summary>
public sealed class SecondPartTests
{
    private const string Name = "__Host-Auth0.Cookies";

    private static readonly byte[] Second = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    private static readonly string Value = "first-part." + Base64Url.EncodeToString(Second);

    /// <summary>A chunk may end in the first part, at the point between, or anywhere in the second part.</summary>
    [Fact]
    public void Both_parts_are_found_wherever_the_chunks_end()
    {
        var manager = new SessionCookieManager(readsPartsApart: (_, _) => true);
        foreach (var headers in Enumerable.Range(6, Value.Length).Select(Chunked).Append($"{Name}={Value}"))
        {
            manager.GetRequestCookie(Request(headers), Name).Should().Be("first-part");
            var part = new SealedInHeader(headers, Name);
            part.ToArray().Should().Equal(Second);
            part.TextLength.Should().Be(Value.Length - "first-part.".Length);
            var text = new char[part.TextLength];
            part.WriteText(text);
            new string(text).Should().Be(Value["first-part.".Length..]);
        }
    }

    [Theory]
    [InlineData($"{Name}=one-part", "one-part")]
    [InlineData($"{Name}=chunks-2; {Name}C1=one-; {Name}C2=part", "one-part")]
    [InlineData($"{Name}=one%20part.AAAA", "one part.AAAA")]
    [InlineData($"{Name}=one.AAAA; {Name}=two.BBBB", "two.BBBB")]
    [InlineData($"{Name}=chunks-2; {Name}C1=one.AAAA", null)]
    public void A_cookie_of_one_part_an_escaped_a_repeated_and_an_incomplete_one_are_read_as_before(string header, string? value) =>
        new SessionCookieManager(readsPartsApart: (_, _) => true).GetRequestCookie(Request(header), Name).Should().Be(value);

    /// <summary>An exchange that has its answer must not fail for a cookie of more chunks than the library reads.</summary>
    [Fact]
    public void A_cookie_of_too_many_chunks_has_no_second_part_here() =>
        new SealedInHeader($"{Name}=chunks-99; {Name}C1=one", Name).ToArray().Should().BeEmpty();

    [Fact]
    public void Other_cookies_are_given_whole()
    {
        var cookie = new CookieAuthenticationOptions { TicketDataFormat = SessionTicketFormatTests.Format(TicketFormat.Compact) };
        cookie.Cookie.Name = Name;
        var manager = new SessionCookieManager(readsPartsApart: (it, key) => SecondPart.IsReadInPlace(cookie, it, key));
        cookie.CookieManager = manager;
        manager.GetRequestCookie(Request($"{Name}=one.two; jwt=eyJh.eyJi.eyJj"), "jwt").Should().Be("eyJh.eyJi.eyJj");
        manager.GetRequestCookie(Request($"{Name}=one.two; jwt=eyJh.eyJi.eyJj"), Name).Should().Be("one");
    }

    [Fact]
    public void Without_the_cookie_there_is_no_part() => new SealedInHeader("a=1", Name).ToArray().Should().BeEmpty();

    /// <summary>What the application has put between may need the whole text.</summary>
    [Fact]
    public void It_stays_there_only_where_nothing_of_the_application_stands_between()
    {
        var manager = new SessionCookieManager();
        CookieAuthenticationOptions Options() => new()
        {
            Cookie = { Name = Name },
            CookieManager = manager,
            TicketDataFormat = SessionTicketFormatTests.Format(TicketFormat.Compact),
        };
        SecondPart.IsReadInPlace(Options(), manager, Name).Should().BeTrue();
        var other = Options();
        other.CookieManager = new ChunkingCookieManager();
        SecondPart.IsReadInPlace(other, manager, Name).Should().BeFalse();
        other = Options();
        other.TicketDataFormat = new TicketDataFormat(new EphemeralDataProtectionProvider().CreateProtector("own"));
        SecondPart.IsReadInPlace(other, manager, Name).Should().BeFalse();
        other = Options();
        other.SessionStore = new Moq.Mock<ITicketStore>().Object;
        SecondPart.IsReadInPlace(other, manager, Name).Should().BeFalse();
    }

    [Fact]
    public async Task Additional_tokens_of_a_session_in_many_chunks_are_served()
    {
        await using var host = await AppHost.StartAsync();
        using var browser = await host.SignedInAsync();
        var inventory = await browser.TokenAsync(AppHost.Inventory);
        var admin = await browser.TokenAsync(AppHost.Admin);
        inventory.Token.Should().NotBeNull();
        var exchanges = host.Tenant.Counters.Exchanges;
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().Be(inventory.Token);
        (await browser.TokenAsync(AppHost.Admin)).Token.Should().Be(admin.Token);
        host.Tenant.Counters.Exchanges.Should().Be(exchanges);
    }

    [Fact]
    public async Task So_they_are_through_a_cookie_manager_of_the_application()
    {
        await using var host = await AppHost.StartAsync(services: services => services.PostConfigureAll<CookieAuthenticationOptions>(
            options => options.CookieManager = new Wrapped(options.CookieManager)));
        using var browser = await host.SignedInAsync();
        var inventory = await browser.TokenAsync(AppHost.Inventory);
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().Be(inventory.Token).And.NotBeNull();
    }

    /// <summary>A whole request with an exchange: its cookie is decrypted when the request is authenticated, and not again for the
    /// response.</summary>
    [Fact]
    public async Task A_request_with_an_exchange_decrypts_its_cookie_once()
    {
        var keys = new CountingKeys();
        await using var host = await AppHost.StartAsync(services: services => services.AddSingleton<IDataProtectionProvider>(keys));
        using var browser = await host.SignedInAsync();
        await browser.TokenAsync(AppHost.Inventory);
        var before = keys.Unprotected;
        await browser.TokenAsync(AppHost.Admin);
        (keys.Unprotected - before).Should().Be(1);
    }

    private static DefaultHttpContext Request(StringValues headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = headers;
        return context;
    }

    private static StringValues Chunked(int length)
    {
        var chunks = Value.Chunk(length).Select((chunk, i) => $"{Name}C{i + 1}={new string(chunk)}").ToArray();
        return new StringValues([$"{Name}=chunks-{chunks.Length}; {string.Join("; ", chunks.Reverse())}"]);
    }

    private sealed class Wrapped(ICookieManager inner) : ICookieManager
    {
        public string? GetRequestCookie(HttpContext context, string key) => inner.GetRequestCookie(context, key);

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
            inner.AppendResponseCookie(context, key, value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => inner.DeleteCookie(context, key, options);
    }

    private sealed class CountingKeys : IDataProtectionProvider
    {
        private readonly EphemeralDataProtectionProvider _keys = new();
        private int _unprotected;

        public int Unprotected => _unprotected;

        public IDataProtector CreateProtector(string purpose) => new Counting(this, _keys.CreateProtector(purpose));

        private sealed class Counting(CountingKeys all, IDataProtector inner) : IDataProtector
        {
            public IDataProtector CreateProtector(string purpose) => new Counting(all, inner.CreateProtector(purpose));

            public byte[] Protect(byte[] plaintext) => inner.Protect(plaintext);

            public byte[] Unprotect(byte[] protectedData)
            {
                Interlocked.Increment(ref all._unprotected);
                return inner.Unprotect(protectedData);
            }
        }
    }
}
