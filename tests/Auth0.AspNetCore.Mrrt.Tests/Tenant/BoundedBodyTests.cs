using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>T1. What has come of a body is kept, up to a bound.</summary>
public sealed class BoundedBodyTests
{
    [Fact]
    public void A_body_that_comes_in_pieces_is_kept_up_to_its_bound()
    {
        using var body = new BoundedBody(5);
        body.Write([1, 2]);
        body.Write([3, 4, 5]);
        body.Invoking(it => it.Write([])).Should().NotThrow();
        body.Invoking(it => it.Write([6])).Should().Throw<IOException>();
        body.ToArray().Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task The_piece_that_is_too_long_is_kept_in_part_and_ends_the_copy()
    {
        using var body = new BoundedBody(5);
        await body.WriteAsync(new byte[] { 1, 2, 3, 4 }.AsMemory());
        await FluentActions.Awaiting(async () => await body.WriteAsync(new byte[] { 5, 6 }.AsMemory())).Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(() => body.WriteAsync([6, 7], 0, 2)).Should().ThrowAsync<IOException>();
        body.ToArray().Should().Equal(1, 2, 3, 4, 5);
    }
}
