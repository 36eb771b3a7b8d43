using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Server.Compression;

/// <summary>Compressed answers and bodies, by gzip and brotli.</summary>
internal static class CompressionExtensions
{
    public static void AddCompression(this IServiceCollection services)
    {
        services.AddSingleton<IResponseCompressionProvider, AnswerCompression>(); // first: what the platform adds stands back
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // routes with secrets are exempt
            options.MimeTypes = ["application/json", "application/problem+json", "application/x-ndjson"];
        });
        services.AddRequestDecompression();
    }

    /// <summary>Bodies that say how they are coded are read decoded, up to the size that their route takes, which has to be known by now; other codings are refused.</summary>
    public static void UseCompressedBodies(this IApplicationBuilder app)
    {
        app.Use(TranslateAsync);
        app.UseRequestDecompression();
        app.Use((context, next) => context.Request.Headers.ContentEncoding.Count == 0
            ? next(context)
            : throw new BadHttpRequestException("The body's Content-Encoding is none that is taken here: send gzip, br or deflate, or the body as it is.", StatusCodes.Status415UnsupportedMediaType));
    }

    private static async Task TranslateAsync(HttpContext context, RequestDelegate next)
    {
        bool coded = context.Request.Headers.ContentEncoding.Count > 0;
        try
        {
            await next(context);
        }
        catch (InvalidDataException exception) when (coded)
        {
            throw new BadHttpRequestException("The body is not what its Content-Encoding says.", exception);
        }
    }
}
