using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Remote;

/// <summary>Files that a person named.</summary>
internal static class LocalFiles
{
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static Task<string> ReadTextAsync(string path, string what, CancellationToken cancellationToken) => ReadAsync(path, what, () => File.ReadAllTextAsync(path, cancellationToken));

    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static Task<byte[]> ReadBytesAsync(string path, string what, CancellationToken cancellationToken) => ReadAsync(path, what, () => File.ReadAllBytesAsync(path, cancellationToken));

    private static async Task<T> ReadAsync<T>(string path, string what, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"The {what} '{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
