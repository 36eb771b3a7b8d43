using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Web;

/// <summary>The pages for people, under <c>/ui/</c>. They hold no data and need no key: what they show, they ask of the API with the key that a person gives them.</summary>
internal static class WebEndpoints
{
    private const string Root = "/ui/";

    // Nothing from elsewhere, nothing inline, in nobody's frame: text of a vocabulary or an image's name can never become a program.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapWeb(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Redirect(Root)).ExcludeFromDescription();
        routes.MapGet("/ui/{**path}", Get).ExcludeFromDescription();
    }

    private static IResult Get(HttpContext http, WebAssets assets, string? path = null)
    {
        bool isFile = Path.HasExtension(path) && path!.StartsWith("assets/", StringComparison.Ordinal);
        var asset = assets.Find(path ?? "") ?? (isFile ? throw new ProblemException(ProblemTypes.FileNotFound, $"The pages have no file '{path}'; load the page again.") : assets.Page);
        var headers = http.Response.Headers;
        headers.CacheControl = asset.IsHashed ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = asset.ETag;
        headers.Vary = "Accept-Encoding";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.Headers.IfNoneMatch.Contains(asset.ETag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        bool brotli = asset.Brotli is not null && http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (brotli) headers.ContentEncoding = "br";
        return TypedResults.Bytes(brotli ? asset.Brotli! : asset.Content, asset.MediaType);
    }
}
