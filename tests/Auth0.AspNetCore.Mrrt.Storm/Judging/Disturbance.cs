namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>A time in which servers could not do what they promise: one stood still, or the database was away.</summary>
internal sealed class Disturbance(DateTimeOffset from)
{
    private readonly DateTimeOffset _from = from;
    private DateTimeOffset _until = DateTimeOffset.MaxValue;

    /// <summary>It is over.</summary>
    public void End(DateTimeOffset at) => _until = at;

    public bool Overlaps(DateTimeOffset from, DateTimeOffset until) => _from <= until && from <= _until;
}
