namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>The rooms that would work without ASP.NET Core: they see none of its types, and none that derives from one.
/// </summary>
public sealed class RoomsWithoutAspNetCoreTests
{
    private static readonly string[] RoomsWithout =
        ["Grants", "Session.Model", "Coordination", "TokenEndpoint", "Tenant", "DPoP", "Jwt"];

    /// <summary>Types that see ASP.NET Core all the same, because <see cref="Auth0WebAppOptions"/> and
    /// <c>AuthenticationFailureException</c> are of it. The list only ever gets shorter.</summary>
    private static readonly string[] Known =
    [
        "TokenEndpoint.PushedAuthorizationClient",
        "TokenEndpoint.TokenClient",
        "TokenEndpoint.UserInfoClient",
        "Tenant.BackchannelClient",
        "Tenant.ClientCredentials",
        "Tenant.TenantBusyException",
        "Tenant.TenantDocumentRetriever",
        "Tenant.TenantEndpoints",
        "Jwt.IdTokenVerifier",
    ];

    private static readonly string[] Seers =
    [
        .. (from type in Rooms.Types
            where RoomsWithout.Contains(Rooms.Of(type))
            where TypeDependencies.Of(type).Any(IsOfAspNetCore)
            select $"{Rooms.Of(type)}.{Rooms.Outermost(type).Name}").Distinct(),
    ];

    [Fact]
    public void They_see_nothing_of_AspNetCore_but_for_the_known_types() => Seers.Should().BeSubsetOf(Known);

    [Fact]
    public void A_known_type_that_no_longer_sees_AspNetCore_leaves_the_list() => Known.Should().BeSubsetOf(Seers);

    /// <summary>Else a check that finds nothing would say nothing.</summary>
    [Fact]
    public void The_check_finds_a_type_of_AspNetCore_and_one_that_derives_from_it() =>
        new[] { typeof(Microsoft.AspNetCore.Http.HttpContext), typeof(Auth0WebAppOptions), typeof(string) }
            .Select(IsOfAspNetCore).Should().Equal(true, true, false);

    private static bool IsOfAspNetCore(Type type)
    {
        for (var kind = type; kind is not null; kind = kind.BaseType)
        {
            if (kind.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }
}
