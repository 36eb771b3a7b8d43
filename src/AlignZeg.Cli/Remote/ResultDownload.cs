using System.Threading.Channels;
using AlignZeg.Cli.Results;
using AlignZeg.Client.Results;

namespace AlignZeg.Cli.Remote;

/// <summary>Brings results and their files into a folder: several files at a time, written down in order.</summary>
internal sealed class ResultDownload(ResultClient results, string job, ResultFolder folder)
{
    private const int Ahead = 8;

    /// <summary>Brings everything that the folder does not have.</summary>
    /// <param name="filter">Which results.</param> <param name="follow">True: until the job ends.</param> <param name="told">Hears of every result.</param> <param name="cancellationToken">Ends it; the same again goes on.</param>
    public async Task RunAsync(ResultFilter? filter, bool follow, Action<ImageResult> told, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var begun = Channel.CreateBounded<(ImageResult Result, Task Files)>(Ahead);
        var reading = BeginAsync(begun.Writer, filter, follow, ending.Token);
        try
        {
            await foreach (var (result, files) in begun.Reader.ReadAllAsync(cancellationToken))
            {
                await files;
                await folder.AddAsync(job, result, cancellationToken);
                told(result);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await reading;
        }
    }

    // Ends the channel with what went wrong, so that what was begun before it is still written down.
    private async Task BeginAsync(ChannelWriter<(ImageResult, Task)> begun, ResultFilter? filter, bool follow, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var result in results.ReadAsync(job, folder.Cursor, filter, follow, cancellationToken))
                await begun.WriteAsync((result, BringAsync(result, cancellationToken)), cancellationToken);
            begun.Complete();
        }
#pragma warning disable CA1031 // thrown where the channel is read
        catch (Exception exception)
#pragma warning restore CA1031
        {
            begun.TryComplete(exception);
        }
    }

    private async Task BringAsync(ImageResult result, CancellationToken cancellationToken)
    {
        foreach (string output in new[] { result.Mask, result.Confidence, result.Overlay }.OfType<string>())
        {
            string path = folder.PathOf(job, output);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WholeFile.WriteAsync(path, file => results.DownloadAsync(job, output, file, cancellationToken));
        }
    }
}
