using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Grains.Hosting;
using Microsoft.Extensions.Configuration;

namespace AlignZeg.Cli.Clusters;

/// <summary>The configuration file of a cluster. Files of the folder <c>ALIGNZEG_SECRETS</c>, one per key (<c>Storage__Azure__ConnectionString</c>), win over it, and environment variables (<c>ALIGNZEG__Storage__Azure__ConnectionString</c>) over both: secrets need not be in the file. A relative <c>Storage:Directory</c> starts at the file's folder.</summary>
internal static class ClusterFile
{
    private const string Prefix = "ALIGNZEG__", SecretsVariable = "ALIGNZEG_SECRETS";

    /// <exception cref="CommandException">No such file, not JSON, or a key or value in it is wrong.</exception>
    public static ClusterConfiguration Read(string path, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        if (!File.Exists(path)) throw CommandException.BadInput($"There is no cluster configuration '{path}'; configs/cluster has examples.");
        string full = Path.GetFullPath(path);
        var builder = new ConfigurationBuilder().AddJsonFile(full);
        if (Environment.GetEnvironmentVariable(SecretsVariable) is { Length: > 0 } secrets)
        {
            if (!Directory.Exists(secrets)) throw CommandException.BadInput($"{SecretsVariable} names the folder '{secrets}', which is not there.");
            builder.AddKeyPerFile(Path.GetFullPath(secrets));
        }

        try
        {
            var source = builder.AddEnvironmentVariables(Prefix).AddInMemoryCollection(overrides ?? []).Build();
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
