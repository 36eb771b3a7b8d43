using System.IO.Hashing;
using System.Text;

namespace AlignZeg.Storage.Files;

/// <summary>
/// One writer at a time per name, among all processes: a file that is held open without sharing, which the system lets go of when a process dies.
/// Names share 64 locks; nothing is held longer than one write.
/// </summary>
internal sealed class FileLocks(string directory)
{
    private const int Stripes = 64;
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the lock of a name; disposing the result lets go of it.</summary>
    public async Task<IDisposable> TakeAsync(string name, CancellationToken cancellationToken)
    {
        int stripe = (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name)) % Stripes);
        var gate = _gates[stripe];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return new Held(gate, await OpenAsync(Path.Combine(directory, $"{stripe:D2}.lock"), cancellationToken));
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    private static async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException exception) when (IsHeldByAnother(exception))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
            }
        }
    }

    // Linux EAGAIN, macOS EAGAIN, Windows sharing violation.
    private static bool IsHeldByAnother(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private sealed class Held(SemaphoreSlim gate, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            gate.Release();
        }
    }
}
