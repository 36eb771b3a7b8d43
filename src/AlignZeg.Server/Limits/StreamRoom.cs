using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Limits;

/// <summary>Counts the streams that each tenant has open on this silo.</summary>
internal sealed class StreamRoom(IOptions<LimitOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = [];

    /// <summary>A place for a stream; it is free again once it is disposed of.</summary>
    /// <exception cref="StreamLimitException">There is none.</exception>
    public IDisposable Enter(string tenant)
    {
        int most = options.Value.StreamsPerTenant;
        lock (_lock)
        {
            int open = _open.GetValueOrDefault(tenant);
            if (open >= most) throw new StreamLimitException(most);
            _open[tenant] = open + 1;
        }

        return new Place(this, tenant);
    }

    private void Leave(string tenant)
    {
        lock (_lock)
        {
            if (--_open[tenant] == 0) _open.Remove(tenant);
        }
    }

    private sealed class Place(StreamRoom room, string tenant) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) room.Leave(tenant);
        }
    }
}
