using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>The rooms that would work without ASP.NET Core: they see none of its types, and none that derives from one.
/// </summary>
public sealed class RoomsWithoutAspNetCoreTests
{
    private static readonly string[] RoomsWithout =
        ["Grants", "Session.Model", "Coordination", "TokenEndpoint", "Tenant", "DPoP", "Jwt"];

    [Fact]
    public void They_see_nothing_of_AspNetCore() =>
        (from type in Rooms.Types
         where RoomsWithout.Contains(Rooms.Of(type))
         where TypeDependencies.Of(type).Any(IsOfAspNetCore)
         select $"{Rooms.Of(type)}.{Rooms.Outermost(type).Name}").Should().BeEmpty();

    /// <summary>A check that finds nothing would say nothing.</summary>
    [Fact]
    public void The_check_finds_a_type_of_AspNetCore_and_one_that_derives_from_it() =>
        new[] { typeof(HttpContext), typeof(DerivedFailure), typeof(string) }
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

    private sealed class DerivedFailure() : AuthenticationFailureException("a test");
}
