using AlignZeg.Abstractions.Blobs;
using StackExchange.Redis;

namespace AlignZeg.Storage.Redis;

/// <summary>Turns what Redis says into <see cref="StorageException"/>.</summary>
internal static class RedisFaults
{
    // First words of what a server says that is about to be itself again, or that another is about to replace.
    private static readonly string[] Passing = ["LOADING", "BUSY", "TRYAGAIN", "MASTERDOWN", "CLUSTERDOWN", "READONLY", "MOVED", "ASK", "UNKILLABLE", "NOREPLICAS"];
    private static readonly string[] Refusals = ["NOAUTH", "WRONGPASS", "NOPERM", "ERR AUTH", "ERR invalid password"];

    /// <summary>The sentence for a failure.</summary>
    public static StorageException Translate(RedisException exception, string address) => exception switch
    {
        RedisServerException server => Translate(server, address),
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => NoPermission(exception, address),
        RedisConnectionException => Unavailable(exception, address),
        _ => Other(exception, address),
    };

    public static StorageException Unavailable(Exception exception, string address) =>
        new($"The Redis at '{address}' does not answer; it will be tried again.", StorageFault.Unavailable, exception);

    private static StorageException Translate(RedisServerException exception, string address)
    {
        if (Says(exception, Passing)) return Unavailable(exception, address);
        if (Says(exception, Refusals)) return NoPermission(exception, address);
        if (Says(exception, ["OOM"])) return new($"The Redis at '{address}' has no memory left for grain state; raise its maxmemory, or free some.", StorageFault.Full, exception);
        if (Says(exception, ["MISCONF"])) return new($"The Redis at '{address}' cannot write to its disk and takes nothing; free some space there.", StorageFault.Full, exception);
        if (Says(exception, ["WRONGTYPE"])) return new($"The Redis at '{address}' holds something else under the name of a grain's state; delete it, or choose another Cluster:Id.", StorageFault.Damaged, exception);
        return Other(exception, address);
    }

    private static bool Says(RedisServerException exception, string[] words) => words.Any(word => exception.Message.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private static StorageException NoPermission(Exception exception, string address) =>
        new($"No permission for the Redis at '{address}'; check the password in its address, and what its user may do.", StorageFault.NoPermission, exception);

    private static StorageException Other(Exception exception, string address) => new($"The Redis at '{address}' failed: {exception.Message}", StorageFault.Other, exception);
}
