using System.Net;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Outages;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AlignZeg.Storage.Redis;

/// <summary>The connection to Redis: made on first use, again for ever when it is lost.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2);
    private readonly RedisStorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ConfigurationOptions _settings;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile ConnectionMultiplexer? _connection;

    /// <summary>Connects to nothing yet.</summary>
    public RedisConnection(IOptions<RedisStorageOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options.Value, time);
        _settings = ConfigurationOptions.Parse(_options.Address);
        _settings.AbortOnConnectFail = true; // a refused password is then said in milliseconds, and never taken for a server that is away
    }

    /// <summary>Where Redis is, without a password: for messages.</summary>
    public string Address => string.Join(',', _settings.EndPoints.Select(NameOf));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connecting.WaitAsync();
        if (_connection is { } connection) await connection.DisposeAsync();
        _connecting.Dispose();
    }

    internal RedisKey KeyOf(string name) => $"{{{_options.Prefix}}}/{name}";

    /// <summary>Makes a call that may be made again, and says what fails as a <see cref="StorageException"/>.</summary>
    internal async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> call)
    {
        long started = _time.GetTimestamp();
        for (var pause = new GrowingPause(FirstPause, LongestPause); ;)
        {
            try
            {
                return await call((_connection ?? await ConnectAsync()).GetDatabase());
            }
            catch (RedisException exception)
            {
                var fault = RedisFaults.Translate(exception, Address);
                if (fault.Fault != StorageFault.Unavailable || _time.GetElapsedTime(started) >= _options.LongestOutage) throw fault;
            }
            catch (TimeoutException exception)
            {
                if (_time.GetElapsedTime(started) >= _options.LongestOutage) throw RedisFaults.Unavailable(exception, Address);
            }

            await Task.Delay(pause.Next(), _time);
        }
    }

    // Once it was made, the client itself makes it again for ever.
    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        await _connecting.WaitAsync();
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(_settings);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private static string NameOf(EndPoint end) => end is DnsEndPoint named ? $"{named.Host}:{named.Port}" : $"{end}";
}
