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
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;

    /// <summary>Connects to nothing yet.</summary>
    public RedisConnection(IOptions<RedisStorageOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options.Value, time);
        _settings = ConfigurationOptions.Parse(_options.Address);
        _settings.AbortOnConnectFail = false;
        _connection = new(() => ConnectionMultiplexer.ConnectAsync(_settings));
    }

    /// <summary>Where Redis is, without a password: for messages.</summary>
    public string Address => string.Join(',', _settings.EndPoints.Select(NameOf));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
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
                return await call((await _connection.Value).GetDatabase());
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

    private static string NameOf(EndPoint end) => end is DnsEndPoint named ? $"{named.Host}:{named.Port}" : $"{end}";
}
