using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Grains.Hosting;
using Microsoft.Extensions.Configuration;

namespace AlignZeg.Cli.Clusters;

/// <summary>
/// The configuration file of a cluster. Relative paths in it start at its folder. Files of the folder that <c>ALIGNZEG_SECRETS</c> names, one per key (<c>Storage__Azure__ConnectionString</c>), win over it,
/// and environment variables (<c>ALIGNZEG__Storage__Azure__ConnectionString</c>) over both: secrets need not be in the file.
/// </summary>
internal static class ClusterFile
{
    private const string Prefix = "ALIGNZEG__", SecretsVariable = "ALIGNZEG_SECRETS";

    /// <exception cref="CommandException">No such file, not JSON, or a key or value in it is wrong.</exception>
    public static ClusterConfiguration Read(string path, IEnumerable<KeyValuePair<string, string?>>? overrides = null)
    {
        if (!File.Exists(path)) throw CommandException.BadInput($"There is no cluster configuration '{path}'; configs/cluster has examples.");
        string full = Path.GetFullPath(path);
        try
        {
            var source = new ConfigurationBuilder().AddJsonFile(full).AddInMemoryCollection(Secrets()).AddEnvironmentVariables(Prefix).AddInMemoryCollection(overrides ?? []).Build();
            return new(source, Path.GetDirectoryName(full));
        }
        catch (InvalidDataException exception)
        {
            throw CommandException.BadInput($"The cluster configuration '{path}': {Reason(exception)}.", exception);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Secrets()
    {
        if (Environment.GetEnvironmentVariable(SecretsVariable) is not { Length: > 0 } folder) return [];
        if (!Directory.Exists(folder)) throw CommandException.BadInput($"{SecretsVariable} names the folder '{folder}', which is not there.");
        try
        {
            return new ConfigurationBuilder().AddKeyPerFile(Path.GetFullPath(folder)).Build().AsEnumerable().Where(pair => pair.Value is not null);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw CommandException.BadInput($"A file of the folder '{folder}' ({SecretsVariable}) cannot be read: {exception.Message.TrimEnd('.')}. The silo's user has to be able to read each of them.", exception);
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
