using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Microsoft.AspNetCore.Http;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>The answer to a request whose session cannot be asked for.</summary>
public sealed class SessionsOutOfReachAnswerTests
{
    private readonly DefaultHttpContext _request = new() { Response = { Body = new MemoryStream() } };
    private readonly Mock<IProblemDetailsService> _problems = new();

    [Theory]
    [InlineData(null, "5")]
    [InlineData(6.0, "6")]
    [InlineData(6.2, "7")]
    [InlineData(0.0, "0")]
    public async Task It_says_when_to_come_back(double? seconds, string header)
    {
        TimeSpan? after = seconds is { } some ? TimeSpan.FromSeconds(some) : null;
        var outage = new SessionCoordinationException("out of reach") { RetryAfter = after };
        (await new SessionsOutOfReach().TryHandleAsync(_request, outage, CancellationToken.None)).Should().BeTrue();
        _request.Response.StatusCode.Should().Be(503);
        _request.Response.Headers.RetryAfter.ToString().Should().Be(header);
        Body().Should().Be("The service is unavailable. Try again in a moment.");
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "The service is unavailable. Try again in a moment.")]
    public async Task Problem_details_are_the_answer_where_the_client_takes_them_and_plain_words_elsewhere(bool written, string body)
    {
        ProblemDetailsContext? problem = null;
        _problems.Setup(it => it.TryWriteAsync(It.IsAny<ProblemDetailsContext>()))
            .Callback((ProblemDetailsContext given) => problem = given)
            .ReturnsAsync(written);
        var handler = new SessionsOutOfReach(_problems.Object);
        (await handler.TryHandleAsync(_request, new SessionCoordinationException("x"), CancellationToken.None)).Should().BeTrue();
        problem!.ProblemDetails.Status.Should().Be(503);
        problem.HttpContext.Should().BeSameAs(_request);
        Body().Should().Be(body);
    }

    private string Body() => System.Text.Encoding.UTF8.GetString(((MemoryStream)_request.Response.Body).ToArray());
}
