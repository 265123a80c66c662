/** Draws pieces in the light of the pictures: warm from the left, with a shadow on the floor. */

const SUN = [-0.45, 0.8, 0.4];

const VERTEX = `
attribute vec3 point; attribute vec3 normal;
uniform mat4 camera; uniform vec3 offset; uniform float onFloor;
varying vec3 facing;
void main() {
  facing = normal;
  vec3 at = point + offset;
  vec3 sun = vec3(${SUN.join(",")});
  vec3 fallen = at - sun * (at.y / sun.y);
  gl_Position = camera * vec4(mix(at, vec3(fallen.x, 0.0, fallen.z), onFloor), 1.0);
}`;

const FRAGMENT = `
precision highp float;
uniform vec3 colour; uniform float onFloor; varying vec3 facing;
void main() {
  vec3 sun = normalize(vec3(${SUN.join(",")}));
  float light = 0.55 + 0.5 * max(0.0, dot(normalize(facing), sun))
    + 0.1 * normalize(facing).y;
  gl_FragColor = vec4(onFloor > 0.5 ? colour : colour * light, 1.0);
}`;

const SHADOW = [0.545, 0.43, 0.315];

export function makeStage(canvas) {
  const gl = canvas.getContext("webgl", { antialias: true, alpha: true });
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.enable(gl.DEPTH_TEST);
  const place = (name) => gl.getUniformLocation(program, name);
  const places = { camera: place("camera"), offset: place("offset"), colour: place("colour"),
    onFloor: place("onFloor") };
  const kept = new Map();

  /** The same shape is uploaded once; shapes of an earlier moment are let go. */
  function uploaded(piece) {
    const known = kept.get(piece.key);
    if (known) return known;
    const { points, normals } = piece.shape();
    const buffers = [points, normals].map((numbers) => {
      const buffer = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(numbers), gl.STATIC_DRAW);
      return buffer;
    });
    const made = { buffers, count: points.length / 3 };
    kept.set(piece.key, made);
    return made;
  }

  function draw(piece) {
    const { buffers, count } = uploaded(piece);
    ["point", "normal"].forEach((name, at) => {
      const attribute = gl.getAttribLocation(program, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffers[at]);
      gl.enableVertexAttribArray(attribute);
      gl.vertexAttribPointer(attribute, 3, gl.FLOAT, false, 0, 0);
    });
    gl.uniform3fv(places.offset, piece.offset);
    gl.drawArrays(gl.TRIANGLES, 0, count);
  }

  return (pieces, camera) => {
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.uniformMatrix4fv(places.camera, false, camera);
    gl.uniform1f(places.onFloor, 1);
    gl.uniform3fv(places.colour, SHADOW);
    for (const piece of pieces) draw(piece);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    gl.uniform1f(places.onFloor, 0);
    for (const piece of pieces) {
      gl.uniform3fv(places.colour, piece.colour);
      draw(piece);
    }
    const now = new Set(pieces.map((piece) => piece.key));
    for (const [key, { buffers }] of kept) {
      if (now.has(key)) continue;
      for (const buffer of buffers) gl.deleteBuffer(buffer);
      kept.delete(key);
    }
  };
}

/** Column-major, as WebGL takes it: a camera round the chair at `angle`, looking at `target`. */
export function cameraAt(angle, distance, height, target, shape, shift) {
  const eye = [Math.sin(angle) * distance, height, Math.cos(angle) * distance];
  const back = unit([0, 1, 2].map((axis) => eye[axis] - target[axis]));
  const right = unit([back[2], 0, -back[0]]);
  const up = [back[1] * right[2] - back[2] * right[1], back[2] * right[0] - back[0] * right[2],
    back[0] * right[1] - back[1] * right[0]];
  const far = (axes) => -(axes[0] * eye[0] + axes[1] * eye[1] + axes[2] * eye[2]);
  const zoom = 3;
  const rows = [[...right, far(right)], [...up, far(up)], [...back, far(back)]];
  const [near, end] = [0.1, 20];
  const depth = [(end + near) / (near - end), (2 * end * near) / (near - end)];
  const columns = [];
  for (let column = 0; column < 4; column++) {
    const z = rows[2][column];
    columns.push((rows[0][column] * zoom) / shape - shift * z, rows[1][column] * zoom,
      depth[0] * z + (column === 3 ? depth[1] : 0), -z);
  }
  return columns;
}

function unit(a) {
  const length = Math.hypot(...a);
  return a.map((each) => each / length);
}
