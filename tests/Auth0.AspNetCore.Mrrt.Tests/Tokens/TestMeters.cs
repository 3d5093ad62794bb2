using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Adds up what one set of meters counts, by instrument and tags.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly ConcurrentBag<Meter> _meters = [];
    private readonly MeterListener _listener = new();

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Counts.AddOrUpdate(
            $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}",
            value,
            (_, sum) => sum + value));
        _listener.Start();
    }

    public ConcurrentDictionary<string, long> Counts { get; } = new();

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters)
        {
            meter.Dispose();
        }
    }
}
