using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Grains.Hosting;
using Microsoft.Extensions.Configuration;

namespace AlignZeg.Cli.Clusters;

/// <summary>The configuration file of a cluster. Environment variables win: <c>ALIGNZEG__Storage__Azure__ConnectionString</c> keeps secrets out of the file. A relative <c>Storage:Directory</c> starts at the file's folder.</summary>
internal static class ClusterFile
{
    private const string Prefix = "ALIGNZEG__";

    /// <exception cref="CommandException">No such file, not JSON, or a key or value in it is wrong.</exception>
    public static ClusterConfiguration Read(string path, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        if (!File.Exists(path)) throw CommandException.BadInput($"There is no cluster configuration '{path}'; configs/cluster has examples.");
        string full = Path.GetFullPath(path);
        try
        {
            var source = new ConfigurationBuilder().AddJsonFile(full).AddEnvironmentVariables(Prefix).AddInMemoryCollection(overrides ?? []).Build();
            return new(source, Path.GetDirectoryName(full));
        }
        catch (InvalidDataException exception)
        {
            throw CommandException.BadInput($"The cluster configuration '{path}': {Reason(exception)}.", exception);
        }
    }

    /// <summary>What is wrong, without a dot at its end. The configuration's reader wraps what the JSON reader says twice.</summary>
    private static string Reason(InvalidDataException exception) => exception.InnerException switch
    {
        JsonException json => JsonFault.Describe(json),
        FormatException { InnerException: JsonException json } => JsonFault.Describe(json),
        FormatException format => format.Message.TrimEnd('.'),
        _ => exception.Message.TrimEnd('.'),
    };
}
