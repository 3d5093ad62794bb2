using System.Net;
using System.Text;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>T1. The tenant has rotated the refresh token for an answer that cannot be used. The next exchange must send the new
/// one: the one before would end the whole family.</summary>
public sealed class RescuedTokenTests : IDisposable
{
    private const string Whole = """{"access_token":"new","expires_in":3600,"refresh_token":"rt-4"}""";

    private readonly TokenDesk _desk = new();

    public static TheoryData<string, string> Unreadable() => new()
    {
        { "byte order mark", "\uFEFF" + Whole },
        { "member twice", """{"access_token":"new","refresh_token":"rt-x","refresh_token":"rt-4"}""" },
        { "other member twice", """{"access_token":"new","access_token":"new","refresh_token":"rt-4"}""" },
        { "too deep", $$"""{"access_token":"new","refresh_token":"rt-4","x":{{new string('[', 17)}}{{new string(']', 17)}} }""" },
        { "text behind it", Whole + " x" },
        { "half a surrogate pair", """{"access_token":"new","refresh_token":"rt-4","x":"\ud800"}""" },
        { "name that cannot be read", """{"access_token":"new","refresh_token":"rt-4","\ud800":1}""" },
        { "cut off", Whole[..^1] },
        { "too large", Whole.PadRight(1024 * 1024 + 1) },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task The_refresh_token_of_an_answer_that_cannot_be_read_is_the_next_one_sent(string what, string body)
    {
        _desk.Answers(body);
        var result = await _desk.AskAsync(Inventory);
        (result.Reason, result.Error, result.StatusCode).Should().Be((AccessTokenFailure.Transient, "invalid_token_response", 200), what);
        await TheNextExchangeSendsAsync("rt-4");
    }

    [Fact]
    public async Task The_refresh_token_of_an_answer_whose_connection_breaks_is_the_next_one_sent()
    {
        _desk.Tenant = _ => Task.FromResult(new HttpResponseMessage { Content = new BrokenContent(Whole[..^1]) });
        (await _desk.AskAsync(Inventory)).Error.Should().Be("invalid_token_response");
        await TheNextExchangeSendsAsync("rt-4");
    }

    /// <summary>T14. A login refuses such an ID token too.</summary>
    [Theory]
    [InlineData("opaque")]
    [InlineData("large")]
    public async Task The_refresh_token_beside_an_unreadable_id_token_is_the_next_one_sent(string idToken)
    {
        idToken = idToken == "large" ? Given.Jwt($$"""{"iss":"https://t/","x":"{{new string('a', 600_000)}}"}""") : idToken;
        _desk.Answers($$"""{"access_token":"new","refresh_token":"rt-4","id_token":"{{idToken}}"}""");
        var result = await _desk.AskAsync(Inventory);
        (result.Reason, result.Error).Should().Be((AccessTokenFailure.ExchangeRefused, "invalid_id_token"));
        _desk.Session.IdToken.Should().Be("it-3");
        await TheNextExchangeSendsAsync("rt-4");
    }

    [Fact]
    public async Task A_refusal_that_cannot_be_read_brings_no_refresh_token()
    {
        _desk.Answers(Whole[..^1], HttpStatusCode.BadRequest);
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.Transient);
        await TheNextExchangeSendsAsync("rt-3");
    }

    public void Dispose() => _desk.Dispose();

    private async Task TheNextExchangeSendsAsync(string refreshToken)
    {
        _desk.OpenNext();
        _desk.Answers("""{"access_token":"next","refresh_token":"rt-5"}""");
        (await _desk.AskAsync(Inventory)).Token!.Value.Should().Be("next");
        _desk.Asked[^1]["refresh_token"].Should().Be(refreshToken);
    }

    private sealed class BrokenContent(string sent) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(sent));
            throw new IOException("The connection is gone.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
