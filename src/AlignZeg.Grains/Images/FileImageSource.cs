using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Grains.Images;

/// <summary>Images in files: <c>file:</c> URIs.</summary>
internal sealed class FileImageSource(ImageDecoder decoder) : IImageSource
{
    /// <inheritdoc/>
    public string Scheme => Uri.UriSchemeFile;

    /// <inheritdoc/>
    public async Task<byte[]> ReadAsync(string source, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            var file = new FileInfo(new Uri(source).LocalPath);
            if (file.Exists) decoder.CheckLength(file.Length, name); // before its bytes are in memory
            return await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        }
        catch (ImageRefusedException exception)
        {
            throw exception.ToRejection();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Translate(exception, name);
        }
    }

    private static ImageRejectedException Translate(Exception exception, string name) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => new("not_found", $"The image '{name}' is gone; put it back or leave it out.", exception),
        UnauthorizedAccessException => new("no_permission", $"The image '{name}' may not be read; change its permissions.", exception),
        _ => new("read_error", $"The image '{name}' cannot be read: {exception.Message}", exception),
    };
}
