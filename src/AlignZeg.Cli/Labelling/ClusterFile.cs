using AlignZeg.Cli.Commands;
using AlignZeg.Grains.Hosting;
using Microsoft.Extensions.Configuration;

namespace AlignZeg.Cli.Labelling;

/// <summary>The configuration file of a cluster. Environment variables win: <c>ALIGNZEG__Storage__Azure__ConnectionString</c> keeps secrets out of the file.</summary>
internal static class ClusterFile
{
    private const string Prefix = "ALIGNZEG__";

    /// <exception cref="CommandException">No such file, not JSON, or a key or value in it is wrong.</exception>
    public static ClusterConfiguration Read(string path, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        if (!File.Exists(path)) throw CommandException.BadInput($"There is no cluster configuration '{path}'; configs/cluster has examples.");
        try
        {
            return new(new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path)).AddEnvironmentVariables(Prefix).AddInMemoryCollection(overrides ?? []).Build());
        }
        catch (InvalidDataException exception)
        {
            throw CommandException.BadInput($"The cluster configuration '{path}': {(exception.InnerException as System.Text.Json.JsonException)?.Message ?? exception.Message}.", exception);
        }
    }
}
