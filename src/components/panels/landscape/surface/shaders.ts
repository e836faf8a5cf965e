/** Programs of the surface. Colours are those of the theme as they stand, sRGB, and are written unchanged. */

export const GROUND_VERTEX = `
uniform mat4 clip;
varying vec3 upward;
varying float height;
void main() {
  upward = normal;
  height = position.z;
  gl_Position = clip * vec4(position, 1.0);
}`

/** Bands of one colour each between the levels, an isoline on every level, and a light that only darkens. */
export const GROUND_FRAGMENT = `
uniform float levels[LEVELS];
uniform vec3 shades[LEVELS + 1];
uniform vec3 ink;
uniform vec3 light;
uniform float shadow;
uniform float ratio;
varying vec3 upward;
varying float height;
void main() {
  float perPixel = max(length(vec2(dFdx(height), dFdy(height))), 1e-7);
  vec3 color = shades[0];
  float line = 0.0;
  for (int i = 0; i < LEVELS; i++) {
    if (height >= levels[i]) color = shades[i + 1];
    float below = i > 0 ? levels[i] - levels[i - 1] : 1.0;
    float above = i < LEVELS - 1 ? levels[i + 1] - levels[i] : 1.0;
    float apart = smoothstep(2.0, 7.0, min(below, above) / (perPixel * ratio));
    float across = abs(height - levels[i]) / perPixel;
    line = max(line, apart * (clamp(0.4 * ratio + 0.5 - across, 0.0, 1.0)));
  }
  vec3 n = normalize(upward) * (gl_FrontFacing ? 1.0 : -1.0);
  float dim = 1.0 - shadow * (1.0 - max(0.0, dot(n, light)));
  gl_FragColor = vec4(mix(color, ink, 0.55 * line) * dim, 1.0);
}`

/** A segment as a ribbon of some pixels, a little in front of what it lies on. */
export const RIBBON_VERTEX = `
uniform mat4 clip;
uniform vec2 size;
uniform float ratio;
uniform float lift;
uniform float hidden;
attribute vec3 from;
attribute vec3 to;
attribute vec4 tone;
attribute vec2 shape;
varying vec4 color;
varying float across;
varying float halfWidth;
void main() {
  vec4 a = clip * vec4(from, 1.0);
  vec4 b = clip * vec4(to, 1.0);
  vec2 pa = a.xy / a.w * size * 0.5;
  vec2 pb = b.xy / b.w * size * 0.5;
  vec2 along = pb - pa;
  along = length(along) > 1e-6 ? normalize(along) : vec2(1.0, 0.0);
  halfWidth = 0.5 * max(shape.x, 1.0 / ratio);
  across = position.y * (halfWidth + 0.5 / ratio);
  vec4 end = position.x < 0.5 ? a : b;
  vec2 pixel = (position.x < 0.5 ? pa : pb) + vec2(-along.y, along.x) * across;
  color = vec4(tone.rgb, tone.a * mix(1.0, shape.y, hidden));
  gl_Position = vec4(pixel / size * 2.0 * end.w, end.z - lift * end.w, end.w);
}`

export const RIBBON_FRAGMENT = `
uniform float ratio;
varying vec4 color;
varying float across;
varying float halfWidth;
void main() {
  float alpha = color.a * clamp((halfWidth - abs(across)) * ratio + 0.5, 0.0, 1.0);
  if (alpha <= 0.002) discard;
  gl_FragColor = vec4(color.rgb * alpha, alpha);
}`
