using System.Buffers.Text;
using System.Net;
using System.Text;
using Auth0.AspNetCore.Mrrt.Grants;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Fuzz;

/// <summary>Whatever comes from the token endpoint, the outcome is a result, and nothing secret of it is printed.</summary>
[Trait("Category", FuzzRun.Category)]
public sealed class AnswerFuzzTests(ITestOutputHelper output)
{
    /// <summary>Not a letter of any error code.</summary>
    private const string Secret = "s3cr3t+";

    private static readonly string[] Payloads =
    [
        """{"iss":"https://t/","sub":"alice","aud":"app","exp":1772370000,"scope":"a b","s":"s3cr3t+"}""",
        """{"aud":["https://orders.example.com","https://t/userinfo"],"exp":1772370000.5,"iat":1,"nbf":1}""",
        """{"exp":99999999999,"aud":[],"iss":null,"sub":7}""",
        """{"exp":"1772370000","scope":["a"],"aud":{"a":1}}""",
    ];

    private static readonly byte[][] Bodies =
    [
        .. new[]
        {
            """
            {"access_token":"s3cr3t+at","token_type":"Bearer","expires_in":86400,"refresh_token":"s3cr3t+rt","id_token":"s3cr3t+it",
             "scope":"openid read:orders","extra":{"deep":[1,2,{"x":"s3cr3t+"}]}}
            """,
            """{"access_token":"JWT","refresh_token":"s3cr3t+","id_token":"JWT"}""",
            """{"error":"invalid_grant","error_description":"Unknown or invalid refresh token.","trace":"s3cr3t+"}""",
            """{"error":"mfa_required","error_description":"MFA","mfa_token":"s3cr3t+mfa","mfa_requirements":{"challenge":[]}}""",
            """{"error":{"code":"s3cr3t+"},"error_description":["s3cr3t+"]}""",
            "\uFEFF{\"access_token\":\"s3cr3t+at\",\"refresh_token\":\"s3cr3t+rt\"}",
            """{"refresh_token":"s3cr3t+1","access_token":"JWT","refresh_token":"s3cr3t+2","id_token":"JWT"}""",
            """{"access_token":"s3cr3t+at","refresh_token":"s3cr3t+\u0041\/","x":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}""",
            """{"access_token":"s3cr3t+at","refresh_token":"s3cr3t+rt","error_description":"the \"refresh_token\":\"x\" is""",
            "<html><body>s3cr3t+ blocked</body></html>",
            "",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly int[] Statuses = [200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 599];

    private static readonly string[] Headers =
        ["Retry-After", "x-ratelimit-reset", "Content-Type", "Content-Encoding", "Content-Language", "Date", "WWW-Authenticate"];

    private static readonly string[] HeaderValues =
    [
        "7", "-7", "99999999999999999999", "2147483647", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "soon",
        "1772370000", "253402300800", "application/json; charset=utf-8", "text/html; charset=no-such", "gzip", "",
    ];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public Task Any_answer_of_the_token_endpoint_becomes_a_result() => FuzzRun.RunAsync(output, 100, async mutator =>
    {
        var body = mutator.Pick(Bodies);
        if (body.AsSpan().IndexOf("JWT"u8) >= 0)
        {
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("JWT", Jwt(mutator), StringComparison.Ordinal));
        }

        var (spoiled, untouched) = Spoil(mutator, body);
        using var response = new HttpResponseMessage((HttpStatusCode)mutator.Pick(Statuses))
        {
            Content = new ByteArrayContent(spoiled),
        };
        for (var headers = mutator.Random.Next(4); headers > 0; headers--)
        {
            var (name, value) = (mutator.Pick(Headers), mutator.Pick(HeaderValues));
            value = mutator.Random.Next(3) == 0 ? mutator.Spoil(value) : value;
            _ = response.Headers.TryAddWithoutValidation(name, value)
                || response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        var isWhole = mutator.Random.Next(8) != 0;
        var answer = await new TokenResponseReader(_time).ReadAsync(response, _time.GetUtcNow(), isWhole, CancellationToken.None);
        Check(TokenRefreshResult.Of(answer), response);
        CheckRotated(TokenRefreshResult.Of(answer), response, spoiled, isWhole, untouched);
    });

    /// <summary>Half of the answers keep a refresh token that no change touches.</summary>
    private static (byte[] Body, bool Untouched) Spoil(Mutator mutator, byte[] body)
    {
        var at = body.AsSpan().IndexOf(LenientOracle.Untouched);
        if (at < 0 || mutator.Random.Next(2) == 0)
        {
            return (mutator.Spoil(body), false);
        }

        var before = mutator.Spoil(body[..at]);
        var after = mutator.Spoil(body[(at + LenientOracle.Untouched.Length)..]);
        var isAlone = before is not [.., (byte)'\\'] && after.AsSpan().IndexOf("refresh_token"u8) < 0;
        return ([.. before, .. LenientOracle.Untouched, .. after], isAlone);
    }

    /// <summary>A rotated refresh token that a lenient reader can find is kept (G18).</summary>
    private static void CheckRotated(
        TokenRefreshResult result, HttpResponseMessage response, byte[] body, bool isWhole, bool untouched)
    {
        if (!response.IsSuccessStatusCode)
        {
            Require(result.RotatedRefreshToken is null, "a refusal brings no refresh token");
            return;
        }

        Require(result.RotatedRefreshToken == LenientOracle.Kept(body, isWhole), "the oracle's refresh token is kept");
        Require(
            !untouched || result.RotatedRefreshToken == "s3cr3t+rt" || (isWhole && LenientOracle.IsPlain(body)),
            "a refresh token that no change touched is kept");
    }

    [Fact]
    public Task Any_token_can_be_looked_at() => FuzzRun.RunAsync(output, 5, mutator =>
    {
        var (before, after) = (Jwt(mutator), Jwt(mutator));
        _ = AccessTokenClaims.ContradictsAudience(after, Given.Orders);
        _ = AccessTokenClaims.Audience(after);
        _ = AccessTokenClaims.Scope(after);
        IdTokenContinuity.Problem(before, after)?.Description.Should().NotContain(Secret);
        _ = IdTokenClaims.Renew(
            new System.Security.Claims.ClaimsPrincipal(), new Auth0WebAppOptions().ClaimActions, before, after, out _);
    });

    private void Check(TokenRefreshResult result, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var transient = status is 408 or 429 or >= 500;
        Require(result.StatusCode == status, "the status is the answer's");
        Require(result.Exception is null, "an answer is no exception");
        Require(!(result.GrantRejected && (transient || result.Succeeded)), "G9: only a terminal refusal ends a grant");
        Require(!(transient && result.ErrorClass != TokenErrorClass.Transient), "an outage says nothing about the grant");
        Require(result.RetryAfter is null || result.RetryAfter > TimeSpan.Zero, "a wait is in the future");
        Require(result.Succeeded == (result.ErrorClass == TokenErrorClass.None), "a success has no class, a failure has one");
        Require(!result.ToString().Contains(Secret, StringComparison.Ordinal), "the result prints no secret");
        if (result.Response is { } tokens)
        {
            Require(response.IsSuccessStatusCode && !string.IsNullOrWhiteSpace(tokens.AccessToken), "a success has a token");
            Require(tokens.TokenType.Length > 0, "a token has a type");
            Require(tokens.RefreshToken is not "" && tokens.IdToken is not "", "what is empty is missing");
            Require(
                tokens.ExpiresAt <= _time.GetUtcNow() + TokenResponseReader.LongestLifetime, "no lifetime is believed for ever");
            Require(!tokens.ToString().Contains(Secret, StringComparison.Ordinal), "the response prints no secret");
            File(tokens);
        }
        else
        {
            var failure = FailedAnswer.Result(result);
            Require(failure.Reason is not null, "a failure has a reason");
            Require(!failure.ToString().Contains(Secret, StringComparison.Ordinal), "the failure prints no secret");
        }
    }

    /// <summary>What was taken for good goes into a session and comes out of it again.</summary>
    private void File(TokenResponse tokens)
    {
        var need = Given.Need(Given.Orders, "a b");
        _ = AccessTokenClaims.ContradictsAudience(tokens.AccessToken, need.Audience);
        _ = IdTokenContinuity.Problem(tokens.IdToken, tokens.IdToken);
        var next = NextGeneration.Keep(Given.Holding(), need, need.Scope, tokens, tokens.IdToken, 20, _time.GetUtcNow()).Next;
        var items = new Dictionary<string, string?>();
        TicketTokens.Write(next, items);
        var kept = TicketTokens.Read(items);
        Require(kept.RefreshToken == next.RefreshToken && kept.Additional.Length == next.Additional.Length, "it is kept");
        var result = GrantedToken.Result(next.Additional[^1], need);
        Require(!result.ToString().Contains(Secret, StringComparison.Ordinal), "the answer prints no secret");
        Require(!$"{next} {next.Additional[^1]}".Contains(Secret, StringComparison.Ordinal), "the session prints no secret");
    }

    private static string Jwt(Mutator mutator)
    {
        var payload = mutator.Spoil(Encoding.UTF8.GetBytes(mutator.Pick(Payloads)));
        var header = mutator.Random.Next(4) == 0
            ? mutator.Spoil("""{"alg":"RS256","typ":"JWT","kid":7}"""u8.ToArray())
            : """{"alg":"RS256"}"""u8.ToArray();
        var token = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}.c2ln";
        return mutator.Random.Next(4) == 0 ? mutator.Spoil(token) : token;
    }

    /// <summary>Assertions that cost nothing when they hold: there are millions of them.</summary>
    private static void Require(bool holds, string because)
    {
        if (!holds)
        {
            throw new InvalidOperationException("Does not hold: " + because);
        }
    }
}
