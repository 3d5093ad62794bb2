using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;
using static Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver.Fault;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts;

/// <summary>Which fault breaks which promise.</summary>
internal static class BackendFaults
{
    /// <summary>Faults that make a check wait, until its limit ends it. The others must be seen at once.</summary>
    private static readonly Fault[] Endless =
        [LockOfTheDeadStays, EndWaitsForTheLock, ListIsAlwaysWhole, BreakIsForEver, CancellationComesTooLate];

    /// <summary>Faults that both kinds of drivers can have.</summary>
    private static readonly (Fault Fault, string Promise)[] OfBoth =
    [
        (LockIgnoresOtherServers, "A lock has one holder at a time"),
        (LockIgnoresOtherHolders, "A lock has one holder at a time"),
        (LockOfAllSessions, "A lock has one holder at a time"),
        (LockCreatesAGeneration, "A session of which nothing is known has no generation"),
        (LockHidesItsLease, "A session of which nothing is known has no generation"),
        (ReleaseIsForgotten, "Another holder gets the lock after its release"),
        (CommitKeepsTheLock, "Another holder gets the lock after its release"),
        (ReleaseFreesAnothersLock, "A lock is released once however often it is disposed of"),
        (ExtensionSaysNo, "A lock that is extended outlasts its lease"),
        (ReloadKeepsTheOldSession, "A reload keeps the lock and shows an end"),
        (CancellationComesTooLate, "Cancellation leaves no lock"),
        (LockOfTheDeadStays, "The lock of a dead server is free in the end"),
        (LostLockCommits, "A lost lock commits nothing while another holds it"),
        (CommitWritesNothing, "Generations are compared and written once"),
        (CommitWritesNothing, "A lost lock that nobody took keeps its commit"),
        (GenerationIsShort, "A generation may skip numbers"),
        (CommitWritesNothing, "The same commit twice is kept once"),
        (NamesIgnoreCase, "Names are bytes"),
        (NamesAreTrimmed, "Names are bytes"),
        (RecordIsCutOff, "A record comes back byte for byte"),
        (ReadingGivesTheRecordAlways, "Reading leaves out a record that the caller has"),
        (ReadingHidesWhatIsNew, "Reading leaves out a record that the caller has"),
        (PreparingBeginsAnew, "Preparing and cleaning up remove nothing that lives"),
        (CleaningUpRemovesEnds, "Preparing and cleaning up remove nothing that lives"),
        (EndTakesTheLock, "An end waits for no lock"),
        (EndGivesTheRecordTwice, "An end gives the record once"),
        (EndGivesNoRecord, "An end gives the record once"),
        (EndDropsTheNumber, "An end gives the record once"),
        (EndTakesTheRecordFromTheHolder, "An end leaves the record to the holder of the lock"),
        (CommitAfterTheEndIsRefused, "A commit after the end is written and says so"),
        (CommitAfterTheEndSaysKept, "A commit after the end is written and says so"),
        (CommitAfterTheEndBringsItBack, "A commit after the end is written and says so"),
        (ListMissesTheNewest, "Ends are listed from a position"),
        (ListIsOldestFirst, "Ends are listed from a position"),
        (ListForgetsWithoutAPosition, "Ends are listed from a position"),
        (ListIsAlwaysWhole, "An end is not listed for ever"),
        (LastEndCounts, "Of two ends the later moment counts"),
        (EndIgnoresTheRecordsExpiry, "An end is remembered for as long as the newest record"),
        (TicketIsNotReplaced, "A ticket is created renewed and removed"),
        (TicketSurvivesTheEnd, "A ticket is created renewed and removed"),
        (TicketHidesTheRecord, "A ticket comes with the newest record"),
        (TicketDropsTheRecord, "A ticket comes with the newest record"),
        (RenewalBegins, "A renewal never begins a ticket"),
        (TicketNeverExpires, "A ticket expires by the moment that is given"),
        (CommitProlongsTheTicket, "A ticket expires by the moment that is given"),
        (EndedSessionIsStored, "An ended session gets no ticket"),
        (FailureNamesTheSession, "A failure is a SessionBackendException without values"),
        (FailureHasItsOwnType, "A failure is a SessionBackendException without values"),
        (FailureIsARefusal, "A failure is a SessionBackendException without values"),
        (FailureHasItsOwnType, "A lock that was cut off fails in the same way"),
        (DisposalThrows, "A lock that was cut off fails in the same way"),
        (BreakIsForEver, "A driver works again when its backend is back"),
        (EndWaitsForTheLock, "An end waits for no lock"),
    ];

    private static readonly (Fault Fault, string Promise)[] OfLeasesAlone =
    [
        (LockIgnoresItsName, "The same holder gets its lock again"),
        (ExtensionDoesNothing, "A lock that is extended outlasts its lease"),
        (LostLockIsExtended, "A lost lock commits nothing while another holds it"),
        (UnusedLostLockIsRefused, "A lost lock that nobody took keeps its commit"),
        (CommitComparesNothing, "Over another generation nothing is written"),
        (CommitTwiceIsRefused, "The same commit twice is kept once"),
    ];

    private static IEnumerable<(Fault Fault, string Promise)> All => OfBoth.Concat(OfLeasesAlone);

    public static TheoryData<Fault, string> OfTransactions => Rows(OfBoth);

    public static TheoryData<Fault, string> OfLeases => Rows(All);

    public static void ExpectWhole()
    {
        All.Select(row => row.Promise).Distinct().Should().BeEquivalentTo(SessionContracts.Backend.Promises);
        All.Select(row => row.Fault).Distinct().Should()
            .BeEquivalentTo(Enum.GetValues<Fault>().Where(fault => fault != None));
    }

    public static async Task ExpectBrokenAsync(
        string promise, Fault fault, Func<CancellationToken, Task<IContractServers>> start)
    {
        var broken = (await FluentActions.Awaiting(() => SessionContracts.Backend.CheckAsync(promise, start))
            .Should().ThrowAsync<PromiseBrokenException>()).Which;
        broken.Promise.Should().Be(promise);
        broken.Message.Should().StartWith(promise).And.Contain(broken.Expected).And.Contain(broken.Seen);
        if (!Endless.Contains(fault))
        {
            broken.Expected.Should().NotStartWith("an answer within");
        }
    }

    private static TheoryData<Fault, string> Rows(IEnumerable<(Fault Fault, string Promise)> rows)
    {
        TheoryData<Fault, string> data = [];
        foreach (var (fault, promise) in rows)
        {
            data.Add(fault, promise);
        }

        return data;
    }
}
