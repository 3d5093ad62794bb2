using System.Net;
using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>What passes by itself, and what somebody must look at.</summary>
public sealed class TenantOutageTests
{
    [Theory]
    [InlineData(407, false)]
    [InlineData(408, true)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public void A_status_tells_an_outage_from_a_wrong_answer(int status, bool outage) =>
        TenantOutage.Is(new HttpRequestException("x", null, (HttpStatusCode)status)).Should().Be(outage);

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new HttpRequestException("no connection"), true },
        { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), false },
        { new IOException(), true },
        { new OperationCanceledException(), true },
        { new TaskCanceledException(), true },
        { new TimeoutException(), true },
        { new InvalidOperationException(), false },
        { new InvalidOperationException("no document", new IOException()), true },
        { new InvalidOperationException("no document", new FormatException()), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void No_answer_at_all_is_an_outage(Exception failure, bool outage) => TenantOutage.Is(failure).Should().Be(outage);
}
