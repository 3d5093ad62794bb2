using System.Reflection;
using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>Which conditions of <see cref="RefreshContract"/> a provider cannot bring about. A change of a list has to be made here,
/// too.</summary>
public sealed class RefreshConditionsTests
{
    [Fact]
    public void The_local_tenant_and_the_scripted_one_bring_about_every_condition()
    {
        new LocalTenantRefreshTests().AlwaysSent.Should().BeEmpty();
        new ScriptedProviderRefreshTests().AlwaysSent.Should().BeEmpty();
    }

    [Fact]
    public async Task The_certified_provider_leaves_out_no_member_of_an_answer()
    {
        await using var provider = new RealProvider();
        new RealProviderRefreshTests(provider).AlwaysSent.Keys.Should().BeEquivalentTo(
            [RefreshCondition.NoIdToken, RefreshCondition.NoScope, RefreshCondition.NoExpiresIn]);
    }

    [Fact]
    public void Each_condition_has_one_fact() => typeof(RefreshContract).GetMethods()
        .Count(method => method.GetCustomAttribute<ContractFactAttribute>() is not null)
        .Should().Be(Enum.GetValues<RefreshCondition>().Length);
}
