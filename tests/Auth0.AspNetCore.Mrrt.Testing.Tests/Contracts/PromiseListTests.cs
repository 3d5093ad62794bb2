using System.Reflection;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts;

/// <summary>No promise is forgotten in a list, and each is in the contracts that it belongs to.</summary>
public sealed class PromiseListTests
{
    private static readonly SessionContract[] Contracts =
    [
        SessionContracts.Coordinator, SessionContracts.Store, SessionContracts.SharedCoordinator, SessionContracts.SharedStore,
        SessionContracts.Backend,
    ];

    [Fact]
    public void Each_method_that_checks_is_listed_once_and_is_in_a_contract()
    {
        var methods =
            from type in typeof(SessionContract).Assembly.GetTypes()
            where type.Namespace == "Auth0.AspNetCore.Mrrt.Testing.Contracts.Promises"
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            where method.ReturnType == typeof(Task) && method.GetParameters() is [{ ParameterType.Name: "ContractRun" }]
            select method.Name;
        SessionContract[] whole = [SessionContracts.Store, SessionContracts.SharedStore, SessionContracts.Backend];
        whole.SelectMany(contract => contract.All).Select(promise => promise.Method).Should().BeEquivalentTo(methods)
            .And.HaveCountGreaterThan(90).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_promise_is_a_sentence() =>
        Contracts.SelectMany(contract => contract.Promises).Should().OnlyContain(promise =>
            char.IsUpper(promise[0]) && promise.Contains(' ') && !promise.Contains('_') && !promise.Contains('.'));

    [Fact]
    public void A_store_promises_what_its_coordinator_promises()
    {
        SessionContracts.Store.Promises.Should().StartWith(SessionContracts.Coordinator.Promises);
        SessionContracts.SharedStore.Promises.Should().StartWith(SessionContracts.SharedCoordinator.Promises);
    }

    [Fact]
    public Task A_name_that_is_no_promise_is_a_mistake() =>
        SessionContracts.Backend.Invoking(contract => contract.CheckAsync("Something else", _ => throw new NotSupportedException()))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*backend*Something else*");
}
