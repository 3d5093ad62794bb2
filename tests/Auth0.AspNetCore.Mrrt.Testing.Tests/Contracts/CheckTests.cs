using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts;

/// <summary>What a check says, and how it ends.</summary>
public sealed class CheckTests
{
    private const string Promise = "An end gives the record once";

    [Fact]
    public async Task A_broken_promise_says_what_was_expected_and_what_was_seen()
    {
        var broken = await SessionContracts.Backend
            .Invoking(contract => contract.CheckAsync(Promise, MemoryServers.OfTransactions(Fault.EndGivesNoRecord)))
            .Should().ThrowAsync<PromiseBrokenException>();
        broken.Which.Message.Should().Be(
            "An end gives the record once: expected 3 of `given?.Generation`, seen null.");
    }

    [Fact]
    public async Task All_promises_are_checked_and_one_exception_lists_those_that_are_broken()
    {
        var broken = await SessionContracts.Backend
            .Invoking(contract => contract.CheckAllAsync(MemoryServers.OfTransactions(Fault.NamesAreTrimmed)))
            .Should().ThrowAsync<AggregateException>();
        broken.Which.Message.Should().StartWith(
            $"1 of {SessionContracts.Backend.Promises.Count} promises of the backend contract are broken. (Names are bytes:");
    }

    [Fact]
    public Task A_failure_to_start_is_no_broken_promise() => SessionContracts.Backend
        .Invoking(contract => contract.CheckAsync(Promise, _ => throw new IOException("There is no database.")))
        .Should().ThrowAsync<IOException>();

    [Fact]
    public async Task A_caller_that_cancels_ends_a_check_that_waits()
    {
        using var impatience = new CancellationTokenSource();
        var check = SessionContracts.Backend.CheckAsync(
            "The lock of a dead server is free in the end",
            MemoryServers.OfTransactions(Fault.LockOfTheDeadStays),
            impatience.Token);
        await impatience.CancelAsync();
        await check.Invoking(ended => ended).Should().ThrowAsync<OperationCanceledException>();
    }
}
