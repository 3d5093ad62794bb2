using FsCheck;
using FsCheck.Fluent;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared.Model;

/// <summary>What happens on three servers, in order.</summary>
internal sealed record SharedLife(SharedStep[] Steps)
{
    private static readonly Gen<SharedStep> Step =
        from server in Gen.Choose(0, 2)
        from step in Gen.Frequency(
            (10, Of(SharedDeed.Enter)),
            (12, Of(SharedDeed.Ask)),
            (12, Of(SharedDeed.Answer)),
            (6, Of(SharedDeed.Leave)),
            (2, Of(SharedDeed.Poll)),
            (10, Of(SharedDeed.Pass, 1, 3, 7, 20, 31, 45)),
            (2, Of(SharedDeed.StandStill, 5, 25, 60)),
            (3, Of(SharedDeed.CutOff)),
            (5, Of(SharedDeed.Reconnect)),
            (2, Of(SharedDeed.FailCommit)),
            (2, Of(SharedDeed.LoseCommit)),
            (2, Of(SharedDeed.FailExtensions, 1, 10, 100)),
            (1, Of(SharedDeed.Restart)),
            (1, Of(SharedDeed.JumpClock, -60, 60)),
            (1, Of(SharedDeed.End)))
        select step with { Server = server };

    public static Arbitrary<SharedLife> Any { get; } = Arb.From(
        from length in Gen.Choose(1, 60)
        from steps in Step.ArrayOf(length)
        select new SharedLife(steps),
        Shorter);

    public override string ToString() => string.Join(", ", Steps.Select(step => step.ToString()));

    private static Gen<SharedStep> Of(SharedDeed deed, params int[] numbers) =>
        Gen.Elements(numbers is [] ? [0] : numbers).Select(number => new SharedStep(0, deed, number));

    private static IEnumerable<SharedLife> Shorter(SharedLife life) => life.Steps
        .Select((_, i) => new SharedLife([.. life.Steps.Where((_, at) => at != i)]))
        .Where(shorter => shorter.Steps.Length > 0);
}

/// <summary>One thing that happens.</summary>
internal sealed record SharedStep(int Server, SharedDeed Deed, int Number)
{
    public override string ToString() => $"{Server}:{Deed}{(Number == 0 ? "" : $"({Number})")}";
}

internal enum SharedDeed
{
    Enter,
    Ask,
    Answer,
    Leave,
    Poll,
    Pass,
    StandStill,
    CutOff,
    Reconnect,
    FailCommit,
    LoseCommit,
    FailExtensions,
    Restart,
    JumpClock,
    End,
}
