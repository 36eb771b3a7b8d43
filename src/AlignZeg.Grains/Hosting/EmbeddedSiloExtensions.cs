using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AlignZeg.Storage.Hosting;

namespace AlignZeg.Grains.Hosting;

/// <summary>A cluster of one silo in this process, with its storage in a directory.</summary>
public static class EmbeddedSiloExtensions
{
    private const int LowestPort = 20_000, HighestPort = 32_000; // below the ports that systems hand out by themselves

    /// <summary>
    /// Adds clustering on this machine only, file storage, reminders in memory, and <see cref="GrainsSiloBuilderExtensions.AddAlignZegGrains"/>.
    /// What must survive the process is in the directory; starting a job again with the same request goes on with it.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="directory">Where everything is kept; created if it is not there.</param>
    public static ISiloBuilder UseAlignZegEmbedded(this ISiloBuilder builder, string directory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseLocalhostClustering(FreePort(), FreePort());
        builder.UseInMemoryReminderService();
        builder.Services.AddFileStorage(options => options.Directory = directory);
        return builder.AddAlignZegGrains();
    }

    private static int FreePort()
    {
        while (true)
        {
            int port = RandomNumberGenerator.GetInt32(LowestPort, HighestPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Taken: try another.
            }
        }
    }
}
