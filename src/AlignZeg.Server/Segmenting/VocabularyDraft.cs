using AlignZeg.Abstractions.Vocabularies;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Segmenting;

/// <summary>A form of an image and of a vocabulary to try on it.</summary>
internal sealed record VocabularyDraft(byte[] Image, VocabularyDefinition Vocabulary)
{
    /// <summary>Reads and checks the form; the vocabulary may be a field or a file, in every form that a PUT takes.</summary>
    /// <exception cref="BadHttpRequestException">It is no such form, or a part is missing.</exception>
    /// <exception cref="InvalidVocabularyException">The vocabulary breaks a rule.</exception>
    public static async Task<VocabularyDraft> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await FormAsync(request, cancellationToken);
        var image = await BytesAsync(form.Files.GetFile("image"), cancellationToken);
        if (image.Length == 0) throw new BadHttpRequestException("The form has no part 'image' that is a file with bytes; send one (curl: -F image=@street.jpg).");
        string text = form["vocabulary"].ToString() is { Length: > 0 } field ? field : await TextAsync(form.Files.GetFile("vocabulary"), cancellationToken);
        if (text.Length == 0) throw new BadHttpRequestException("The form has no part 'vocabulary'; send one (curl: -F vocabulary=@animals.json).");
        return new(image, VocabularyFile.Parse(text, "draft"));
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
            throw new BadHttpRequestException("The body is no form; send multipart/form-data with the parts image and vocabulary.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException($"The form cannot be read: {exception.Message}", exception);
        }
    }

    private static async Task<byte[]> BytesAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null) return [];
        using var buffer = new MemoryStream();
        await file.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static async Task<string> TextAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null) return "";
        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
